// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/midi_input_service.hpp"

#include <poll.h>

#include "rig/devices/message_socket.hpp"
#include "rig/devices/rtmidi_input.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kLookEveryMs = 5;

/// Ends when the parent closes its socket or does not read it, on a signal, or when nothing can
/// come any more.
void serve_ears(int socket, RtMidiInput& input, WorkerSignals& signals) {
  while (true) {
    pollfd watch[] = {{socket, POLLIN, 0}, {signals.fd(), POLLIN, 0}};
    ::poll(watch, 2, kLookEveryMs);
    if (watch[1].revents != 0 && signals.end_asked()) return;
    if (watch[0].revents != 0) return;  // nothing is ever asked: the parent has gone
    for (const MidiHeard& heard : input.take()) {
      if (!send_message(socket, heard)) return;
    }
    if (const auto why = input.lost()) {
      (void)send_message(socket, Lost{*why});
      return;
    }
  }
}

}  // namespace

int serve_midi_input(int socket, const MidiSpec& spec, WorkerSignals& signals) {
  try {
    RtMidiInput input{spec};
    if (!send_message(socket, MidiInputOpened{input.open()})) return 0;
    serve_ears(socket, input, signals);
    set_fuse(kCloseFuseSeconds);
    return 0;
  } catch (const SetupError& error) {
    (void)send_message(socket, Refused{error.kind(), error.what()});
    return 1;
  }
}

}  // namespace ampsweep::rig
