// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "rig/devices/bytes.hpp"

namespace ampsweep::rig {

/// Registers of an STS3215, two bytes each low byte first where marked (knob-protocols.md 5.2).
enum class FeetechRegister : std::uint8_t {
  TorqueEnable = 40,
  Acceleration = 41,
  Goal = 42,             ///< 2 bytes; then time (2) and speed (2, counts/s; 0 = unlimited)
  TorqueLimit = 48,      ///< 2 bytes, 0.1 %
  PresentPosition = 56,  ///< 2 bytes; first of the 15 of FeetechState
};

/// A status packet: what a servo answers.
struct FeetechReply {
  std::uint8_t id{0};
  std::uint8_t error{0};  ///< Bits of FeetechAlarm.
  Bytes values;
};

/// Bits of a reply's error byte and of the status register.
enum class FeetechAlarm : std::uint8_t {
  Voltage = 1,
  Sensor = 2,
  Temperature = 4,
  Current = 8,
  Angle = 16,
  Overload = 32,
};

/// Registers 56 to 70, decoded.
struct FeetechState {
  int position{0};  ///< Counts.
  int speed{0};     ///< Counts/s, signed.
  int load{0};      ///< 0.1 % of full drive, signed.
  double volts{0.0};
  int celsius{0};
  std::uint8_t alarms{0};  ///< Bits of FeetechAlarm.
  bool moving{false};
};

inline constexpr int kFeetechStateBytes = 15;

/// `FF FF ID LEN INST PARAM... SUM` (knob-protocols.md 5.1).
[[nodiscard]] Bytes feetech_ping(int id);
[[nodiscard]] Bytes feetech_read(int id, FeetechRegister from, int count);
[[nodiscard]] Bytes feetech_write(int id, FeetechRegister from, ByteView values);
/// Low byte first. Needs: 0 <= value <= 65535.
[[nodiscard]] Bytes feetech_word(int value);
/// Goal, time 0 and speed: the six values from FeetechRegister::Goal.
[[nodiscard]] Bytes feetech_goal(int counts, int counts_per_s);
/// Low byte first, the bit `sign` (10, 15) turns the value negative.
[[nodiscard]] int feetech_signed(ByteView two, int sign);
/// Nothing unless there are kFeetechStateBytes values.
[[nodiscard]] std::optional<FeetechState> feetech_state(ByteView values);

/// Finds status packets in any stream of bytes. A packet whose checksum fails costs its first byte
/// only: the search goes on behind it, so that noise cannot swallow the packet that follows.
class FeetechParser {
 public:
  void feed(ByteView bytes);
  /// The next whole packet, if there is one.
  [[nodiscard]] std::optional<FeetechReply> next();
  void clear() { pending_.clear(); }

 private:
  Bytes pending_;
};

}  // namespace ampsweep::rig
