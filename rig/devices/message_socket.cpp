// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/message_socket.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

namespace ampsweep::rig {

bool send_message(int socket, const Message& message) noexcept {
  try {
    auto bytes = encode(message);
    if (bytes.size() > kMaxMessageBytes) {
      bytes = encode(Refused{SetupKind::Device, "The answer is too long for a message."});
    }
    ssize_t sent = 0;
    do {
      sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    } while (sent < 0 && errno == EINTR);
    return sent == static_cast<ssize_t>(bytes.size());
  } catch (const std::bad_alloc&) {
    return false;
  }
}

Received receive_message(int socket, std::chrono::milliseconds patience) {
  pollfd watch{socket, POLLIN, 0};
  const int ready = ::poll(&watch, 1, static_cast<int>(patience.count()));
  if (ready <= 0) return {};  // a signal ends the wait early: nothing came
  std::vector<std::uint8_t> bytes(kMaxMessageBytes);
  const ssize_t count = ::recv(socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return {};
  if (count <= 0) return {ReceiveState::Closed, Done{}};
  bytes.resize(static_cast<std::size_t>(count));
  auto message = decode(bytes);
  if (!message) return {ReceiveState::Closed, Done{}};
  return {ReceiveState::Arrived, std::move(*message)};
}

}  // namespace ampsweep::rig
