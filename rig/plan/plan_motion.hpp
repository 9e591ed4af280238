// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "rig/plan/table_reader.hpp"

namespace ampsweep::rig {

/// One [[motion]] table.
struct MotionWish {
  Setting setting;  ///< Of all knobs; the moving one where it starts.
  KnobMotion motion;
  int repeats{1};
};

/// How long one value of a moving knob may take to be sent over MIDI. Longer would keep the program
/// from watching the stream, which mutes the output 200 ms after it was last looked at.
inline constexpr double kLongestSendMs = 40.0;

/// The [[motion]] tables; the other knobs stand as in `reference` where `at` says nothing.
/// Refuses: SetupError{Data} "FILE:LINE: ..." for a knob that nothing can move while sound plays
///          (by hand, a switch, a program change, too many slow messages), values outside its
///          range, times that do not rise, a curve steeper than its servo may turn.
[[nodiscard]] std::vector<MotionWish> read_motions(TableReader& root, const Rig& rig,
                                                   const Setting& reference);

/// Takes of these movements at the end of the plan, in its last block; those that are there already
/// (a dataset being extended) are not repeated.
void append_motions(const std::vector<MotionWish>& wishes, Plan& plan);

/// Refuses a movement that goes on after the stimulus' end: SetupError{Data} at the plan's line.
void check_motions_fit(const Plan& plan, SampleCount stimulus, SampleRate rate);

}  // namespace ampsweep::rig
