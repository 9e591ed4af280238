// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rig/devices/worker_protocol.hpp"

namespace ampsweep::rig {

/// MIDI inputs through RtMidi, inside a worker process: one, or with an empty `spec.port` all there
/// are (16 at most). With rtmidi_output.cpp the only user of RtMidi.h.
///
/// Thread: the worker's control thread. Opening may block when the server hangs; the parent kills
///         the process then.
class RtMidiInput {
 public:
  explicit RtMidiInput(MidiSpec spec);
  ~RtMidiInput();
  RtMidiInput(const RtMidiInput&) = delete;
  RtMidiInput& operator=(const RtMidiInput&) = delete;

  /// Names of the ports heard. Throws SetupError{Device} listing the ports there are.
  std::vector<std::string> open();
  /// What has come, whole messages; never waits. SysEx, clock and active sensing are left out.
  [[nodiscard]] std::vector<MidiHeard> take();
  /// Why nothing can come any more.
  [[nodiscard]] std::optional<std::string> lost();

 private:
  struct Open;
  MidiSpec spec_;
  std::unique_ptr<Open> open_;
};

}  // namespace ampsweep::rig
