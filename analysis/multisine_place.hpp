// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

#include "analysis/period_average.hpp"
#include "analysis/refusal.hpp"
#include "signals/multisine.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// A recorded multisine, found good: averaged periods of every realization.
struct PlacedMultisine {
  signals::MultisineBins bins;
  std::vector<std::vector<PeriodLine>> realizations;  ///< [realization][bin]; input always filled.
  int periods{2};
  double hz_per_bin{0.0};
  double output_peak{0.0};
  bool settled{true};  ///< No first period stands out from the others.
  double residual_delay_samples{0.0};
  double clock_offset_ppm{0.0};
  double clock_offset_sigma_ppm{0.0};
  [[nodiscard]] const PeriodLine& at_excited(std::size_t realization, std::size_t line) const {
    return realizations[realization][static_cast<std::size_t>(bins.excited[line])];
  }
  [[nodiscard]] double hz(std::size_t bin) const { return static_cast<double>(bin) * hz_per_bin; }
};

/// Cuts, transforms and judges. Refuses as best_linear() says.
[[nodiscard]] Measured<PlacedMultisine> place_multisine(const signals::MultisineSpec& spec,
                                                        std::span<const float> output,
                                                        std::span<const float> input,
                                                        SampleRate rate, double delay_samples);

}  // namespace ampsweep::analysis
