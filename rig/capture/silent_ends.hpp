// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// An amp that comes back by this much less than at the reference setting is as good as silent: a
/// take there is the amp's noise, whatever its label says.
inline constexpr double kNearMuteDb = 50.0;

/// What the low end of one gain or level knob is like, as far down as a plan goes.
struct SilentEnd {
  std::string knob;
  double lowest{0.0};    ///< The plan's lowest value of it.
  double level_db{0.0};  ///< Of the amp there, over the reference setting.
  bool silent{false};    ///< kNearMuteDb or more below it, or a quiet chirp is not heard at all.
  /// Where it is silent: the highest value found silent and the lowest found heard, a hundredth of
  /// the travel or a step apart. Not sought for a knob turned by hand, or where the reference
  /// setting's own value is silent.
  std::optional<double> silent_up_to;
  std::optional<double> heard_from;
  int settings{0};  ///< Of the plan that lie in the silent stretch.
};

/// Listens at the lowest value that `settings` give each gain and level knob (switches excepted),
/// the other knobs as in `reference`, with a chirp of kListenLevel; where that is near-mute it
/// halves the way up to the reference value until it knows where sound begins.
///
/// Costs:  a move and 0.75 s for each knob, and seven more of both for one that is silent there.
/// Faults: those of move_knobs() and listen(). Moves the knobs; the stream is open.
[[nodiscard]] Result<std::vector<SilentEnd>> probe_silent_ends(Bench& bench, const Rig& rig,
                                                               const Setting& reference,
                                                               const std::vector<Setting>& settings,
                                                               const std::stop_token& stop);

/// What to write into the plan's [design] so that it keeps out; "" for an end that is heard.
[[nodiscard]] std::string avoid_text(const SilentEnd& end);

/// Of every take of the plan, references included.
[[nodiscard]] std::vector<Setting> settings_of(const Plan& plan);

}  // namespace ampsweep::rig
