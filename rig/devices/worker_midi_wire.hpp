// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "rig/devices/midi_wire.hpp"
#include "rig/devices/worker_process.hpp"

namespace ampsweep::rig {

/// A MIDI output in a worker process. RtMidi's JACK ring spins for ever when it is full and the
/// server dead, and libjack blocks on a stopped server: the process is killed then, and the next
/// open() starts a new one, which searches the port by its name.
///
/// Promise: open() ends within 8 s (5 s where none was open), the others within 4 s; flush() is
///          Sent only after the JACK server has run some periods since the last send, without an
///          xrun since the first.
class WorkerMidiWire final : public MidiWire {
 public:
  WorkerMidiWire(MidiSpec spec, WorkerCommand worker);
  Opened open() override;
  [[nodiscard]] Result<void> send(const MidiMessage& message) override;
  [[nodiscard]] Result<Flushed> flush() override;
  [[nodiscard]] Result<void> check() override;

 private:
  [[nodiscard]] Result<Message> ask(const Message& message);

  MidiSpec spec_;
  WorkerCommand worker_;
  std::unique_ptr<WorkerProcess> process_;
};

}  // namespace ampsweep::rig
