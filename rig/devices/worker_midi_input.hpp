// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "rig/devices/worker_process.hpp"
#include "rig/ports/midi_input.hpp"

namespace ampsweep::rig {

/// MIDI inputs in a worker process: libjack blocks on a stopped server, and only a process can be
/// killed then.
///
/// Promise: open() returns or throws within 5 s; read() takes its time and no longer.
class WorkerMidiInput final : public MidiInput {
 public:
  /// An empty `spec.port` hears every port there is.
  WorkerMidiInput(MidiSpec spec, WorkerCommand worker);
  std::vector<std::string> open() override;
  [[nodiscard]] Result<std::vector<MidiBytes>> read(std::chrono::milliseconds time) override;

 private:
  MidiSpec spec_;
  WorkerCommand worker_;
  std::size_t ports_{0};
  std::unique_ptr<WorkerProcess> process_;
};

}  // namespace ampsweep::rig
