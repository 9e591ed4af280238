// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "analysis/pair_source.hpp"
#include "analysis/refusal.hpp"

namespace ampsweep::analysis {

/// The loudest stretch of x, and where y answers it.
struct LoudestMatch {
  std::int64_t start{0};  ///< In x.
  std::int64_t length{0};
  std::int64_t lag{0};   ///< Whole samples; the peak of the matched filter.
  double loudness{0.0};  ///< rms of the stretch.
};

/// Finds the loudest 6 s of x (all of a shorter one) in y, within 4 s either way. A sound that
/// comes again fits in several places: of those that fit alike, the nearest; of those that fit in
/// part (a slip inside the stretch) the nearest when an end of x says so too.
///
/// Refuses: Silent, NoMatch.
/// Memory:  the stretch of x and 14 s of y; x is read in half-second steps.
/// Thread:  any.
/// Proof:   tests/analysis/blind_alignment_test.cpp, lag_model_test.cpp.
[[nodiscard]] Measured<LoudestMatch> match_loudest(PairSource& pair);

}  // namespace ampsweep::analysis
