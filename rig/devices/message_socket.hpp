// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>

#include "rig/devices/worker_protocol.hpp"

namespace ampsweep::rig {

/// Sends without ever blocking; false when the peer has gone or its queue is full.
[[nodiscard]] bool send_message(int socket, const Message& message) noexcept;

enum class ReceiveState { Arrived, Nothing, Closed };
struct Received {
  ReceiveState state{ReceiveState::Nothing};
  Message message{Done{}};
};
/// Waits up to `patience` for one message. A message that cannot be read counts as Closed: the
/// ends do not speak the same language.
[[nodiscard]] Received receive_message(int socket, std::chrono::milliseconds patience);

}  // namespace ampsweep::rig
