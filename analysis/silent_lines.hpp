// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/best_linear.hpp"
#include "analysis/multisine_place.hpp"

namespace ampsweep::analysis {

/// Scatter of one period of output - gain * input, unbiased.
[[nodiscard]] double difference_variance(const PeriodLine& line, std::complex<double> gain);

/// The bins that were not played, and what each realization has there.
struct SilentSpectrum {
  std::vector<SilentLine> lines;   ///< Ascending.
  std::vector<double> even_power;  ///< [realization]: sum over the lines of what they represent.
  std::vector<double> odd_power;
};

/// The fast method: every bin that was not played, noise subtracted. With `impure` input what the
/// input has there is subtracted too, through the gain of the excited lines on either side; bins
/// outside the band are left as they are.
[[nodiscard]] SilentSpectrum silent_lines(const PlacedMultisine& placed,
                                          std::span<const ExcitedLine> excited, int group,
                                          bool impure);

/// Sum over the silent lines of one kind, each times what it represents. The doubt is the larger of
/// the scatter of the lines (each exponentially distributed) and that of the realizations' sums,
/// which the lines share; with one realization three times the former stands for the latter.
[[nodiscard]] PowerFigure silent_power(const SilentSpectrum& silent, LineKind kind, int periods);

/// Odd distortion under all excited lines, as the detection lines tell.
[[nodiscard]] double odd_power_at_detection(const SilentSpectrum& silent);

/// Standard error of the mean of `values`; 0 for fewer than two.
[[nodiscard]] double standard_error(std::span<const double> values);

}  // namespace ampsweep::analysis
