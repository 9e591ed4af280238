// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// What moving one knob costs, in travels of a motor: `touch` whenever it moves at all, `travel`
/// for its whole travel.
struct MoveCost {
  double touch{0.0};
  double travel{1.0};
};

/// By what turns the knob. A hand: finding the knob, reading the scale, confirming. MIDI: a message
/// and a settling time, no wear. All others (motors, the simulated bench): wear and time go with
/// the travel.
[[nodiscard]] MoveCost move_cost_of(const KnobControl& control);

/// What going from one setting to another costs: the sum over the knobs that move.
[[nodiscard]] double move_cost(const std::vector<Knob>& knobs, const Setting& from,
                               const Setting& to);

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
