// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/footswitch.hpp"

#include "rig/model/pedal_message.hpp"

namespace ampsweep::rig {

bool FootswitchEar::pressed(std::span<const std::uint8_t> bytes) {
  bool any = false;
  for (const std::uint8_t byte : bytes) {
    const auto message = reader_.read(byte);
    any = (message && pressed(*message)) || any;
  }
  return any;
}

bool FootswitchEar::pressed(const ChannelMessage& message) {
  const PedalMessage said = pedal_message(pedal_, message);
  if (said == PedalMessage::NotOfIt) return false;
  const bool was_down = down_;
  // Nothing tells that the pedal of a program was let go.
  down_ = said == PedalMessage::Down && pedal_.kind != FootswitchKind::Program;
  return said == PedalMessage::Down && !was_down;
}

}  // namespace ampsweep::rig
