// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/devices/servo/feetech_codec.hpp"
#include "rig/devices/servo/serial_exchange.hpp"

namespace ampsweep::rig {

/// Registers of the servos on a half-duplex bus. The bus' checksum lets one damaged packet in 256
/// pass: what is written is read back, and a position counts when two readings agree.
///
/// Faults: KnobNotReached when a servo gives no sound answer.
class FeetechBus {
 public:
  explicit FeetechBus(SerialExchange& line) : line_(line) {}

  [[nodiscard]] Result<Bytes> read(int id, FeetechRegister from, int count);
  /// Of one reading, with a position inside the turn.
  [[nodiscard]] Result<FeetechState> state(int id);
  /// Two readings within 2 counts of each other.
  [[nodiscard]] Result<int> position(int id);
  /// Promise: on success the registers held `values` when they were read back.
  [[nodiscard]] Result<void> write(int id, FeetechRegister from, ByteView values);

 private:
  SerialExchange& line_;
};

}  // namespace ampsweep::rig
