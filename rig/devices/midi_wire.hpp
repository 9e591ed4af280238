// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// A control change: status, controller, value.
using MidiMessage = std::array<std::uint8_t, 3>;

/// Carries messages to one MIDI port. Pacing is the sender's business.
class MidiWire {
 public:
  virtual ~MidiWire() = default;
  /// Opens the port when it is not open. Throws SetupError{Device} listing the ports there are.
  virtual void open() = 0;
  /// Fault: KnobNotReached.
  [[nodiscard]] virtual Result<void> send(const MidiMessage& message) = 0;
  /// Returns when what was sent has left this computer, as far as can be known.
  [[nodiscard]] virtual Result<void> flush() = 0;
};

}  // namespace ampsweep::rig
