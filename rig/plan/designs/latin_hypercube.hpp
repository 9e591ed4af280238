// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "rig/plan/design_space.hpp"

namespace ampsweep::rig {

/// Standard Latin hypercube: on every axis each of the `count` equal strata holds exactly one
/// point, placed evenly at random inside it; strata of different axes are paired at random.
///
/// Needs:   count >= 1.
/// Accuracy: one point per stratum and axis, tests/rig/plan/designs/latin_hypercube_test.cpp.
/// Source:  McKay, Beckman, Conover, Technometrics 21 (1979); maximin: Johnson, Moore, Ylvisaker,
///          J. Stat. Plan. Inference 26 (1990).
[[nodiscard]] std::vector<UnitPoint> latin_hypercube(int count, std::size_t dimensions,
                                                     std::uint64_t seed);

/// The best of up to 60 Latin hypercubes: the one whose two nearest points are furthest apart.
/// Large ones are drawn fewer times, at least twice, since comparing them is quadratic.
[[nodiscard]] std::vector<UnitPoint> maximin_latin_hypercube(int count, std::size_t dimensions,
                                                             std::uint64_t seed);

}  // namespace ampsweep::rig
