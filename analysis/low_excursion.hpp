// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "analysis/lag_model.hpp"

namespace ampsweep::analysis {

/// Readings [first, end) of a model.
struct Stretch {
  std::size_t first{0};
  std::size_t end{0};
};

/// Whole runs of a model that jump away and tell nothing of the clocks: a few low notes, or the low
/// end of a sweep. An amp whose working point they move delays them by a small part of their period
/// more or less; lost or repeated samples stay lost. The stretch lasts 4 s at most, lies within 5 %
/// of its own period of what surrounds it, and the delay is then as it was before (half a sample),
/// or the sound begins or ends there, with what is half as low again as usual or beside the longest
/// run: samples that are lost again and again are not eaten up from the ends.
///
/// Shape: one period for each reading, in samples, of what was played; 0: too high to be one. The
///        first such stretch between two others, else at an end; empty: none.
/// Proof: tests/analysis/lag_model_test.cpp, blind_alignment_test.cpp.
[[nodiscard]] std::optional<Stretch> low_excursion(const LagModel& model,
                                                   std::span<const double> periods);

}  // namespace ampsweep::analysis
