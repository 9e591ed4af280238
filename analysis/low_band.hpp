// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// The low part of a sound at a lower rate.
struct LowBand {
  std::vector<double> samples;  ///< Sample m sits at source position first + m * factor.
  double rate_hz{};
  int factor{1};
  double first{};
};

/// Everything up to `up_to`, unchanged, at the lowest rate that leaves room for a filter. A filter
/// at either end of the sound would see nothing: those positions are left out (first > 0). Above
/// `up_to` the result may hold aliases.
///
/// Needs:    0 < up_to < rate/2. Empty when `x` is shorter than the filter (a few ms).
/// Accuracy: flat within 0.0002 dB up to `up_to`, aliases below -100 dB;
///           tests/analysis/low_band_test.cpp.
/// Cost:     O(x.size()), about 25 products a sample.
[[nodiscard]] LowBand low_band(std::span<const float> x, SampleRate rate, Hertz up_to);

}  // namespace ampsweep::analysis
