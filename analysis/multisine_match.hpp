// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstdint>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// Do lines belong to one smooth response? And what delay do their phases tell?
struct LineAgreement {
  double agreement{0.0};      ///< |sum z(k+1) conj z(k)| / sum |...|: 1 for a smooth response.
  double chance{1.0};         ///< Unrelated phases stay below this in all but 1e-7 of cases.
  double delay_samples{0.0};  ///< From the phases' slope; |delay| < period / (2 x spacing).
  double delay_sigma_samples{0.0};  ///< From the scatter about the slope.
};

/// For the agreement, neighbours at the smallest spacing are compared. The slope is found from near
/// pairs first, then from pairs further and further apart, so that no phase is unwrapped.
/// Needs: as many bins as lines, ascending; at least two.
/// Accuracy: tests/analysis/multisine_match_test.cpp.
[[nodiscard]] LineAgreement line_agreement(std::span<const std::int64_t> bins,
                                           std::span<const std::complex<double>> lines,
                                           std::int64_t period);

}  // namespace ampsweep::analysis
