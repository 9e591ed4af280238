// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// Bytes that came from one port, whole messages or not.
struct MidiBytes {
  std::size_t port{0};  ///< Position in what open() gave.
  std::vector<std::uint8_t> bytes;
};

/// Hears MIDI, from one port or from all there are.
///
/// Thread: control. No call blocks longer than 5 s and the time it is given.
class MidiInput {
 public:
  virtual ~MidiInput() = default;
  /// Names of the ports that are heard. Throws SetupError{Device} listing the ports there are.
  virtual std::vector<std::string> open() = 0;
  /// Gathers for `time` and gives what came, in order for each port. Faults: StreamLost.
  [[nodiscard]] virtual Result<std::vector<MidiBytes>> read(std::chrono::milliseconds time) = 0;
};

}  // namespace ampsweep::rig
