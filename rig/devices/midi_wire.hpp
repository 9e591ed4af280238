// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/model/midi_message.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// Carries messages to one MIDI port. Pacing is the sender's business.
class MidiWire {
 public:
  /// Anew: what was sent through an earlier connection may be forgotten at the other end.
  enum class Opened { AsBefore, Anew };

  /// Doubtful: the server missed a deadline meanwhile, and a message may be lost.
  enum class Flushed { Sent, Doubtful };

  virtual ~MidiWire() = default;
  /// Makes sure that the port is there and connected; searches it by its name when it is not.
  /// Throws SetupError{Device} listing the ports there are.
  virtual Opened open() = 0;
  /// Fault: KnobNotReached; a port that has vanished is one.
  [[nodiscard]] virtual Result<void> send(const MidiMessage& message) = 0;
  /// Returns when what was sent since the last flush has left this computer, as far as can be known.
  [[nodiscard]] virtual Result<Flushed> flush() = 0;
  /// The connection stands as open() made it, without a break. Fault: KnobNotReached.
  [[nodiscard]] virtual Result<void> check() = 0;
};

}  // namespace ampsweep::rig
