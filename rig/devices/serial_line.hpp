// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>

#include "rig/devices/bytes.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// Bytes to and from a serial device: a port, a pseudo-terminal or a script.
///
/// Thread: control.
class SerialLine {
 public:
  virtual ~SerialLine() = default;
  /// Opens it when it is not open, also after it was lost. Throws SetupError{Device}.
  virtual void open() = 0;
  /// Hands all bytes over. Faults: KnobNotReached when the line is lost or takes nothing.
  [[nodiscard]] virtual Result<void> write(ByteView bytes) = 0;
  /// What has come, waiting up to `wait` for a first byte; empty when none came.
  /// Faults: KnobNotReached when the line is lost.
  [[nodiscard]] virtual Result<Bytes> read(std::chrono::nanoseconds wait) = 0;
  /// As messages call it.
  [[nodiscard]] virtual const std::string& name() const = 0;
};

}  // namespace ampsweep::rig
