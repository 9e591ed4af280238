// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/midi_events.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kFirstStatus = 0x80;
constexpr int kFirstSystem = 0xF0;
constexpr int kFirstRealTime = 0xF8;

/// Data bytes of a channel message.
std::size_t length_of(int status) {
  const int kind = status & 0xF0;
  return kind == 0xC0 || kind == 0xD0 ? 1 : 2;
}

}  // namespace

std::optional<ChannelMessage> ChannelMessageReader::read(std::uint8_t byte) {
  if (byte >= kFirstRealTime) return std::nullopt;  // may come anywhere and changes nothing
  if (byte >= kFirstStatus) {
    status_ = byte < kFirstSystem ? byte : 0;  // SysEx and system common end a running status
    count_ = 0;
    return std::nullopt;
  }
  if (status_ == 0) return std::nullopt;
  if (count_ == 0) data_ = {};
  data_[count_++] = byte;
  if (count_ < length_of(status_)) return std::nullopt;
  count_ = 0;
  return ChannelMessage{status_ & 0xF0, (status_ & 0x0F) + 1, data_};
}

std::optional<ControlChange> ControlChangeReader::read(std::uint8_t byte) {
  const auto message = reader_.read(byte);
  if (!message || message->kind != 0xB0) return std::nullopt;
  return ControlChange{message->channel, message->data[0], message->data[1]};
}

std::vector<ControlChange> ControlChangeReader::read(std::span<const std::uint8_t> bytes) {
  std::vector<ControlChange> heard;
  for (const std::uint8_t byte : bytes) {
    if (const auto change = read(byte)) heard.push_back(*change);
  }
  return heard;
}

}  // namespace ampsweep::rig
