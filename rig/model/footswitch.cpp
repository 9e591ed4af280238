// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/footswitch.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kNoteOff = 0x80;
constexpr int kNoteOn = 0x90;
constexpr int kController = 0xB0;
constexpr int kProgram = 0xC0;
constexpr int kOn = 64;  // MIDI 1.0: a switch is on from 64

}  // namespace

bool FootswitchEar::pressed(std::span<const std::uint8_t> bytes) {
  bool any = false;
  for (const std::uint8_t byte : bytes) {
    const auto message = reader_.read(byte);
    any = (message && pressed(*message)) || any;
  }
  return any;
}

bool FootswitchEar::pressed(const ChannelMessage& message) {
  if (message.channel != pedal_.channel || message.data[0] != pedal_.number) return false;
  if (pedal_.kind == FootswitchKind::Program) return message.kind == kProgram;
  const bool note = pedal_.kind == FootswitchKind::Note;
  const bool mine =
      note ? message.kind == kNoteOn || message.kind == kNoteOff : message.kind == kController;
  if (!mine) return false;
  const bool was_down = down_;
  down_ = note ? message.kind == kNoteOn && message.data[1] > 0 : message.data[1] >= kOn;
  return down_ && !was_down;
}

}  // namespace ampsweep::rig
