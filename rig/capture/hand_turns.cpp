// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/hand_turns.hpp"

namespace ampsweep::rig {

void HandTurns::accepted(int take, const std::vector<KnobLabel>& labels) {
  Setting by_hand;
  for (const KnobLabel& label : labels) {
    if (label.source == LabelSource::ByHand) by_hand[label.id] = label.printed;
  }
  if (by_hand != standing_) takes_.clear();
  standing_ = std::move(by_hand);
  takes_.push_back(take);
}

}  // namespace ampsweep::rig
