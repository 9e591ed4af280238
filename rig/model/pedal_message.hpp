// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/model/footswitch.hpp"
#include "rig/model/midi_events.hpp"

namespace ampsweep::rig {

/// What a message says of a pedal: nothing, that it is up, that it is down.
enum class PedalMessage { NotOfIt, Up, Down };

/// A controller is down from 64 on (MIDI 1.0: a switch is on from 64), a note while it sounds, a
/// program whenever it is sent.
[[nodiscard]] PedalMessage pedal_message(const Footswitch& pedal, const ChannelMessage& message);

}  // namespace ampsweep::rig
