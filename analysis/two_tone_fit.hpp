// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/line_fit.hpp"
#include "analysis/line_search.hpp"
#include "analysis/product_table.hpp"
#include "analysis/refusal.hpp"

namespace ampsweep::analysis {

/// Two tones with their products, and what they are measured against.
struct TwoToneFit {
  LineFit fit;                       ///< Lines of `groups`, then higher products that were heard.
  std::vector<ProductGroup> groups;  ///< The table, |n| + |m| <= 5.
  PowerSpectrum leftover;
  std::vector<double> sigma;  ///< Of each line's amplitude (real and imaginary part alike).
  double f1_sigma{0.0};       ///< Hz.
  double f2_sigma{0.0};
  std::optional<StrayLine> stray;
};

/// Fits both tones (f1 < f2, to within 1 % or a bin) and all products up to order 5; orders up to
/// 11 are fitted too where the leftover shows them, so that they do not count as noise. Refuses: as
/// measure_intermodulation().
[[nodiscard]] Measured<TwoToneFit> fit_two_tones(std::span<const double> x, SampleRate rate,
                                                 double f1, double f2);

}  // namespace ampsweep::analysis
