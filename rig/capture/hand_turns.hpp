// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// Which accepted takes were made since the last turn by hand: all of them lose their label when
/// the person says that this turn was wrong.
class HandTurns {
 public:
  /// A take was accepted with these labels. Takes whose hand-turned knobs stand as before were made
  /// after the same turn.
  void accepted(int take, const std::vector<KnobLabel>& labels);
  /// Those takes.
  [[nodiscard]] const std::vector<int>& doubted() const { return takes_; }
  /// They were withdrawn: durably, or a fault of the disk would let their labels stand.
  void taken_back() { takes_.clear(); }

 private:
  Setting standing_;  ///< Of the knobs turned by hand.
  std::vector<int> takes_;
};

}  // namespace ampsweep::rig
