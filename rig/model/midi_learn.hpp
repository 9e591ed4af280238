// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "rig/model/midi_events.hpp"

namespace ampsweep::rig {

/// What was heard of one controller.
struct HeardController {
  int channel{1};
  int controller{0};
  int lowest{0};
  int highest{0};
  int first{0};
  int last{0};
  int count{0};
  /// Controller n of 0..31 whose n + 32 came right behind it each time: the fine half of 14 bits.
  bool fourteen_bit{false};
  [[nodiscard]] int span() const { return highest - lowest; }
};

/// The knob that was turned.
struct LearnedKnob {
  HeardController heard;
  /// CC at the start and the end of a turn through the whole travel; nothing when it was not seen:
  /// the turn must run from one end of what was heard to the other, 64 steps or more.
  std::optional<std::pair<int, int>> travel;
};

/// Every controller heard, the one that moved furthest first; fine halves are not listed, nor are
/// the channel mode messages (120 to 127), which no knob sends.
[[nodiscard]] std::vector<HeardController> heard_controllers(std::span<const ControlChange> heard);

/// The controller that was moved. What jitters by a few steps beside it does not disturb.
///
/// The other side says in plain words what to do: nothing was heard, nothing moved 8 steps or more,
/// two moved (the second at least half as far as the first), or it is an NRPN, and which.
[[nodiscard]] tl::expected<LearnedKnob, std::string> learned_knob(
    std::span<const ControlChange> heard);

}  // namespace ampsweep::rig
