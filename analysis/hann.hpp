// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

namespace ampsweep::analysis {

/// Hann's window of so many samples, at any place along it: 0 at 0 and at `size`, 1 between.
[[nodiscard]] inline double hann_at(double place, std::size_t size) {
  return 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * place / static_cast<double>(size));
}

/// At n: copies half a window apart sum to one, and the first sample is 0.
[[nodiscard]] inline std::vector<double> periodic_hann(std::size_t size) {
  std::vector<double> window(size);
  for (std::size_t n = 0; n < size; ++n) window[n] = hann_at(static_cast<double>(n), size);
  return window;
}

/// At n + 1/2: the same, turned round in time it is itself.
[[nodiscard]] inline std::vector<double> centred_hann(std::size_t size) {
  std::vector<double> window(size);
  for (std::size_t n = 0; n < size; ++n) window[n] = hann_at(static_cast<double>(n) + 0.5, size);
  return window;
}

/// Neighbouring bins of a windowed noise are no two witnesses: N sum w^4 / (sum w^2)^2.
inline constexpr double kHannBinsPerWitness = 1.944;

}  // namespace ampsweep::analysis
