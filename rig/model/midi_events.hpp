// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace ampsweep::rig {

/// One control change that was heard.
struct ControlChange {
  int channel{1};     ///< 1..16
  int controller{0};  ///< 0..127
  int value{0};       ///< 0..127
  friend bool operator==(const ControlChange&, const ControlChange&) = default;
};

/// Picks the control changes out of a MIDI byte stream: running status, real-time bytes inside
/// other messages, SysEx of any length, messages cut short by the next one. Everything else is
/// passed over. Any bytes may come; nothing grows with them. Source: MIDI 1.0 detailed
/// specification, "Running status", "System real time".
class ControlChangeReader {
 public:
  /// What is complete with this byte.
  [[nodiscard]] std::optional<ControlChange> read(std::uint8_t byte);
  [[nodiscard]] std::vector<ControlChange> read(std::span<const std::uint8_t> bytes);

 private:
  int status_{0};  ///< Of the running message; 0: none, data bytes mean nothing.
  std::array<int, 2> data_{};
  std::size_t count_{0};
};

}  // namespace ampsweep::rig
