// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// What going from one setting to another costs, in travels of a machine-turned knob: the sum of
/// the normalised distances, where a hand-turned knob counts kHandTouch for being touched at all
/// (finding the knob, reading the scale, confirming) and kHandTravel per travel.
[[nodiscard]] double move_cost(const std::vector<Knob>& knobs, const Setting& from,
                               const Setting& to);

inline constexpr double kHandTouch = 5.0;
inline constexpr double kHandTravel = 5.0;

/// A short way from `home` through every setting and back: nearest neighbour, then 2-opt until no
/// exchange shortens it.
///
/// Shape:   a permutation of 0 .. settings.size() - 1.
/// Cost:    O(n^2) per 2-opt pass, a handful of passes.
/// Promise: the same on every machine (ties go to the lower index).
[[nodiscard]] std::vector<std::size_t> short_tour(const std::vector<Knob>& knobs,
                                                  const Setting& home,
                                                  const std::vector<Setting>& settings);

}  // namespace ampsweep::rig
