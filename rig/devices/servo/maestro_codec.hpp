// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "rig/devices/bytes.hpp"

namespace ampsweep::rig {

/// How commands to a Maestro are framed (knob-protocols.md 4).
struct MaestroFraming {
  std::optional<int> device;  ///< 0..127: Pololu protocol. None: compact protocol.
  bool crc{true};             ///< A CRC-7 ends each command.
};

/// Polynomial 0x91, low bit first, start value 0 (4.3).
[[nodiscard]] std::uint8_t crc7(ByteView bytes);

/// Commands. `quarter_us` is 0..16383; target 0 stops the pulses.
[[nodiscard]] Bytes maestro_set_target(const MaestroFraming& how, int channel, int quarter_us);
/// 0.25 us each 10 ms; 0 = unlimited.
[[nodiscard]] Bytes maestro_set_speed(const MaestroFraming& how, int channel, int speed);
/// 0..255; 0 = unlimited.
[[nodiscard]] Bytes maestro_set_acceleration(const MaestroFraming& how, int channel, int value);
[[nodiscard]] Bytes maestro_get_position(const MaestroFraming& how, int channel);
[[nodiscard]] Bytes maestro_get_moving(const MaestroFraming& how);
[[nodiscard]] Bytes maestro_get_errors(const MaestroFraming& how);
[[nodiscard]] Bytes maestro_go_home(const MaestroFraming& how);

/// Answers are bare bytes without frame or check: the number asked for, low byte first. Nothing
/// unless exactly two have come.
[[nodiscard]] std::optional<int> maestro_word(ByteView reply);
/// What the bits of Get Errors mean: "CRC, timeout".
[[nodiscard]] std::string maestro_errors(int bits);

}  // namespace ampsweep::rig
