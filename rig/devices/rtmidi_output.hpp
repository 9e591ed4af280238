// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "rig/devices/midi_wire.hpp"
#include "rig/devices/worker_protocol.hpp"

namespace ampsweep::rig {

/// One MIDI output through RtMidi, inside a worker process. With rtmidi_input.cpp
/// the only user of RtMidi.h.
///
/// Thread: the worker's control thread. Calls may block or spin when the server dies; the parent
///         kills the process then.
class RtMidiOutput final : public MidiWire {
 public:
  explicit RtMidiOutput(MidiSpec spec);
  ~RtMidiOutput() override;
  /// Opens once; a port that goes is found again by a new process. Throws SetupError{Device}
  /// listing the ports when `spec.port` is missing or ambiguous.
  Opened open() override;
  /// The port is still there and connected to ours; on JACK without a break.
  [[nodiscard]] Result<void> check() override;
  /// Checks first; on JACK makes sure that the server runs, as RtMidi's ring spins when it is full.
  [[nodiscard]] Result<void> send(const MidiMessage& message) override;
  /// On JACK Doubtful after any xrun: a client that was late has not read that period's messages.
  [[nodiscard]] Result<Flushed> flush() override;

 private:
  struct Open;
  MidiSpec spec_;
  std::unique_ptr<Open> open_;
};

/// MIDI outputs of the ALSA sequencer; those of JACK come from JackWiring.
[[nodiscard]] std::vector<std::string> list_alsa_midi_ports();

}  // namespace ampsweep::rig
