// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/audio_worker.hpp"

#include <unistd.h>

#include "rig/devices/audio_service.hpp"
#include "rig/devices/device_probe.hpp"
#include "rig/devices/message_socket.hpp"
#include "rig/devices/midi_input_service.hpp"
#include "rig/devices/midi_service.hpp"
#include "rig/devices/quiet_stderr.hpp"
#include "rig/devices/rtaudio_stream.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::chrono::milliseconds kFirstWordPatience{10'000};

int serve(int fd, const StreamFactory& open_stream) {
  WorkerSignals signals;
  const auto first = receive_message(fd, kFirstWordPatience);
  if (first.state != ReceiveState::Arrived) return 2;
  if (const auto* audio = std::get_if<OpenAudio>(&first.message)) {
    return serve_audio(fd, *audio, open_stream, signals);
  }
  if (const auto* midi = std::get_if<OpenMidi>(&first.message)) {
    return serve_midi(fd, midi->spec, signals);
  }
  if (const auto* ears = std::get_if<OpenMidiInput>(&first.message)) {
    return serve_midi_input(fd, ears->spec, signals);
  }
  if (const auto* list = std::get_if<ListDevices>(&first.message)) {
    return send_message(fd, probe_devices(list->server)) ? 0 : 1;
  }
  return 2;
}

}  // namespace

int run_audio_worker(int fd, const StreamFactory& open_stream) {
  quiet_stderr();
  const int code = serve(fd, open_stream);
  // Libraries may hang in their exit handlers; nothing of ours is left to flush.
  ::_exit(code);
}

int run_audio_worker(int fd) { return run_audio_worker(fd, open_rtaudio_stream); }

}  // namespace ampsweep::rig
