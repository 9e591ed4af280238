// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/ports/audio_port.hpp"
#include "rig/ports/take_player.hpp"

namespace ampsweep::rig {

/// The limits a stream of `spec` plays under: ceiling, ramps, heartbeat (200 ms) and the digital
/// gain of each output (amp send; the channel called "loopback" has its own). Gains above 0 dB and
/// ceilings above full scale are cut to it.
///
/// Throws SetupError{Usage} for more than kMaxChannels channels, or a tap that is not an input.
[[nodiscard]] PlayerLimits player_limits(const StreamSpec& spec);

}  // namespace ampsweep::rig
