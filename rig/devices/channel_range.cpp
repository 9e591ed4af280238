// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/channel_range.hpp"

#include <algorithm>

#include "rig/model/result.hpp"
#include "rig/ports/stream_state.hpp"

namespace ampsweep::rig {

ChannelRange range_of(const std::vector<Channel>& channels, AudioApi api) {
  int low = kMaxChannels;
  int high = 0;
  for (const auto& channel : channels) {
    low = std::min(low, channel.index);
    high = std::max(high, channel.index);
  }
  if (channels.empty() || low < 1 || high > kMaxChannels) {
    throw SetupError(SetupKind::Usage,
                     "The rig's channels must have numbers from 1 to 16, and there must be at "
                     "least one in each direction.",
                     "correcting `index` in the [audio] table");
  }
  // On JACK the ports are ours: number n is always our n-th port.
  const auto first = api == AudioApi::Jack ? 0U : static_cast<unsigned>(low - 1);
  return {first, static_cast<unsigned>(high) - first};
}

}  // namespace ampsweep::rig
