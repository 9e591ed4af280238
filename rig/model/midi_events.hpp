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

/// One channel message that was heard.
struct ChannelMessage {
  int kind{0};                ///< Status without the channel: 0x80 note off .. 0xE0 pitch bend.
  int channel{1};             ///< 1..16
  std::array<int, 2> data{};  ///< The second is 0 for a program change and channel pressure.
};

/// Picks the channel messages out of a MIDI byte stream: running status, real-time bytes inside
/// other messages, SysEx of any length, messages cut short by the next one. Everything else is
/// passed over. Any bytes may come; nothing grows with them. Source: MIDI 1.0 detailed
/// specification, "Running status", "System real time".
class ChannelMessageReader {
 public:
  /// What is complete with this byte.
  [[nodiscard]] std::optional<ChannelMessage> read(std::uint8_t byte);

 private:
  int status_{0};  ///< Of the running message; 0: none, data bytes mean nothing.
  std::array<int, 2> data_{};
  std::size_t count_{0};
};

/// Its control changes alone.
class ControlChangeReader {
 public:
  [[nodiscard]] std::optional<ControlChange> read(std::uint8_t byte);
  [[nodiscard]] std::vector<ControlChange> read(std::span<const std::uint8_t> bytes);

 private:
  ChannelMessageReader reader_;
};

}  // namespace ampsweep::rig
