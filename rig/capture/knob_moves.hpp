// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/model/rig.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// "gain", "5.5", "bright=on": printed values or names of positions, in pairs or with `=`, as
/// `measure --set` writes them.
/// Throws SetupError{Data} naming the knob or value that is none, a name that has no value and one
/// that stands twice.
[[nodiscard]] Setting setting_in_pairs(const Rig& rig, const std::vector<std::string>& words);

/// The rig with these knobs alone: a bench made of it moves no other. Throws SetupError{Data} for
/// an unknown name. No names: all knobs.
[[nodiscard]] Rig with_knobs(Rig rig, const std::vector<std::string>& names);

/// Where one knob stands, as far as anybody knows.
struct KnobStanding {
  Knob knob;
  std::optional<KnobLabel> label;
};

/// In the rig's order; moves nothing. Throws SetupError{Device} when reading back fails.
[[nodiscard]] std::vector<KnobStanding> knobs_standing(Bench& bench, const Rig& rig);

/// Moves every knob of `rig` (see with_knobs) to `setting`: the labels a take would get.
/// Throws SetupError{Device}, and SetupError{Safety} when stopped.
[[nodiscard]] std::vector<KnobStanding> knobs_moved(Bench& bench, const Rig& rig,
                                                    const Setting& setting,
                                                    const std::stop_token& stop);

}  // namespace ampsweep::rig
