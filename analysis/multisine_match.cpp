// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/multisine_match.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace ampsweep::analysis {
namespace {

constexpr double kChanceSigmas = 4.0;  ///< exp(-16) = 1e-7 for a sum of random directions.

using LineSpan = std::span<const std::complex<double>>;

/// Radians a bin by which pairs `apart` lines apart turn further than `slope`.
double pair_slope(std::span<const std::int64_t> bins, LineSpan lines, std::size_t apart,
                  double slope) {
  std::complex<double> sum{};
  double spacing = 0.0;
  for (std::size_t i = apart; i < bins.size(); ++i) {
    const auto bins_apart = static_cast<double>(bins[i] - bins[i - apart]);
    sum += lines[i] * std::conj(lines[i - apart]) * std::polar(1.0, -slope * bins_apart);
    spacing += bins_apart;
  }
  return std::arg(sum) * static_cast<double>(bins.size() - apart) / spacing;
}

/// What a straight line through the phases adds to `slope`, weighted by |z|, and its doubt.
struct SlopeStep {
  double step{0.0};
  double sigma{0.0};
};

SlopeStep slope_step(std::span<const std::int64_t> bins, LineSpan lines, double slope) {
  std::vector<std::complex<double>> still(lines.begin(), lines.end());
  std::complex<double> sum{};
  double weight = 1e-300;
  double centre = 0.0;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    still[i] *= std::polar(1.0, -slope * static_cast<double>(bins[i]));
    sum += still[i];
    weight += std::abs(still[i]);
    centre += std::abs(still[i]) * static_cast<double>(bins[i]);
  }
  centre /= weight;
  const std::complex<double> back = std::polar(1.0, -std::arg(sum));
  double up = 0.0;
  double down = 0.0;
  double scatter = 0.0;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    const double off = static_cast<double>(bins[i]) - centre;
    const std::complex<double> rest = still[i] * back;
    up += off * rest.imag();  // |z| sin(phase): weight |z|
    down += off * off * rest.real();
    scatter += std::pow(off * rest.imag(), 2);
  }
  if (!(down > 0.0)) return {};
  return {up / down, std::sqrt(scatter) / down};
}

}  // namespace

LineAgreement line_agreement(std::span<const std::int64_t> bins,
                             std::span<const std::complex<double>> lines, std::int64_t period) {
  assert(bins.size() == lines.size() && bins.size() >= 2);
  std::int64_t spacing = bins[1] - bins[0];
  for (std::size_t i = 1; i < bins.size(); ++i) spacing = std::min(spacing, bins[i] - bins[i - 1]);
  std::complex<double> sum{};
  double weight = 0.0;
  double square = 0.0;
  for (std::size_t i = 1; i < bins.size(); ++i) {
    if (bins[i] - bins[i - 1] != spacing) continue;
    const std::complex<double> pair = lines[i] * std::conj(lines[i - 1]);
    sum += pair;
    weight += std::abs(pair);
    square += std::norm(pair);
  }
  LineAgreement found;
  if (weight <= 0.0) return found;
  found.agreement = std::abs(sum) / weight;
  found.chance = std::min(kChanceSigmas * std::sqrt(square) / weight, 1.0);
  double slope = std::arg(sum) / static_cast<double>(spacing);
  for (std::size_t apart = 1; 2 * apart < bins.size(); apart *= 4) {
    slope += pair_slope(bins, lines, apart, slope);
  }
  slope += slope_step(bins, lines, slope).step;
  const SlopeStep last = slope_step(bins, lines, slope);
  const double to_samples = static_cast<double>(period) / (2.0 * std::numbers::pi);
  found.delay_samples = -(slope + last.step) * to_samples;
  found.delay_sigma_samples = last.sigma * to_samples;
  return found;
}

}  // namespace ampsweep::analysis
