// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/midi_service.hpp"

#include <poll.h>

#include "rig/devices/message_socket.hpp"
#include "rig/devices/rtmidi_output.hpp"

namespace ampsweep::rig {
namespace {

Message answer_of(const Result<void>& result) {
  if (result) return Done{};
  return Refused{SetupKind::Device, result.error().detail};
}

Message answer_of(const Result<MidiWire::Flushed>& result) {
  if (result && *result == MidiWire::Flushed::Doubtful) return Doubtful{};
  return answer_of(result.map([](MidiWire::Flushed) {}));
}

Message obey(RtMidiOutput& output, const Message& order) {
  if (const auto* send = std::get_if<SendMidi>(&order)) {
    return answer_of(output.send({send->bytes.begin(), send->bytes.end()}));
  }
  if (std::holds_alternative<CheckMidi>(order)) return answer_of(output.check());
  if (std::holds_alternative<FlushMidi>(order)) return answer_of(output.flush());
  return Refused{SetupKind::Usage, "not an order for a MIDI output"};
}

void serve_orders(int socket, RtMidiOutput& output, WorkerSignals& signals) {
  while (true) {
    pollfd watch[] = {{socket, POLLIN, 0}, {signals.fd(), POLLIN, 0}};
    ::poll(watch, 2, -1);
    if (watch[1].revents != 0 && signals.end_asked()) return;
    if (watch[0].revents == 0) continue;
    const auto order = receive_message(socket, std::chrono::milliseconds{0});
    if (order.state == ReceiveState::Closed) return;
    if (order.state == ReceiveState::Nothing) continue;
    if (!send_message(socket, obey(output, order.message))) return;
  }
}

}  // namespace

int serve_midi(int socket, const MidiSpec& spec, WorkerSignals& signals) {
  try {
    RtMidiOutput output{spec};
    output.open();
    if (!send_message(socket, Done{})) return 0;
    serve_orders(socket, output, signals);
    set_fuse(kCloseFuseSeconds);
    return 0;
  } catch (const SetupError& error) {
    (void)send_message(socket, Refused{error.kind(), error.what()});
    return 1;
  }
}

}  // namespace ampsweep::rig
