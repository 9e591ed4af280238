// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/midi_events.hpp"

#include "rig/model/midi_status.hpp"

namespace ampsweep::rig {
namespace {

/// Data bytes of a channel message.
std::size_t length_of(int status) {
  const int kind = status & kMidiKindMask;
  return kind == kMidiProgram || kind == kMidiChannelPressure ? 1 : 2;
}

}  // namespace

std::optional<ChannelMessage> ChannelMessageReader::read(std::uint8_t byte) {
  if (byte >= kMidiFirstRealTime) return std::nullopt;  // may come anywhere and changes nothing
  if (byte >= kMidiFirstStatus) {
    status_ = byte < kMidiFirstSystem ? byte : 0;  // SysEx and system common end a running status
    count_ = 0;
    return std::nullopt;
  }
  if (status_ == 0) return std::nullopt;
  if (count_ == 0) data_ = {};
  data_[count_++] = byte;
  if (count_ < length_of(status_)) return std::nullopt;
  count_ = 0;
  return ChannelMessage{status_ & kMidiKindMask, (status_ & kMidiChannelMask) + 1, data_};
}

std::optional<ControlChange> ControlChangeReader::read(std::uint8_t byte) {
  const auto message = reader_.read(byte);
  if (!message || message->kind != kMidiController) return std::nullopt;
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
