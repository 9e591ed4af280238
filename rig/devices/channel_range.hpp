// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// A contiguous range of interface channels that holds all of the rig's.
struct ChannelRange {
  unsigned first{0};  ///< 0-based.
  unsigned count{0};
};

/// Of one direction. Throws SetupError{Usage} for no channel, or one outside 1..kMaxChannels.
[[nodiscard]] ChannelRange range_of(const std::vector<Channel>& channels, AudioApi api);

}  // namespace ampsweep::rig
