// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sinc_kernel.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

#include "analysis/kaiser.hpp"

namespace ampsweep::analysis {
namespace {

/// Kaiser's rule for 130 dB: 0.1102 (A - 8.7).
constexpr double kBeta = 13.36726;

}  // namespace

SincTaps sinc_taps(double fraction) {
  assert(fraction >= 0.0 && fraction <= 1.0);
  SincTaps taps{};
  if (fraction == 0.0 || fraction == 1.0) {
    taps[kSincBefore + (fraction == 1.0 ? 1 : 0)] = 1.0;
    return taps;
  }
  const double half = static_cast<double>(kSincTaps) / 2.0;
  const double sine = std::sin(std::numbers::pi * fraction);
  double sum = 0.0;
  for (std::size_t i = 0; i < kSincTaps; ++i) {
    // sin(pi t) is +-sin(pi fraction): t differs from the fraction by a whole number.
    const double whole = static_cast<double>(kSincBefore) - static_cast<double>(i);
    const double t = fraction + whole;
    const double sign = (kSincBefore + i) % 2 == 0 ? 1.0 : -1.0;
    const double window = kaiser(t / half, kBeta);
    taps[i] = sign * sine / (std::numbers::pi * t) * window;
    sum += taps[i];
  }
  for (double& tap : taps) tap /= sum;
  return taps;
}

SincTable::SincTable() {
  rows_.reserve(kSteps + 1);
  for (std::size_t step = 0; step <= kSteps; ++step) {
    rows_.push_back(sinc_taps(static_cast<double>(step) / static_cast<double>(kSteps)));
  }
}

}  // namespace ampsweep::analysis
