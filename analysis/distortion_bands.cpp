// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/distortion_bands.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <numbers>

#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

/// What a band adds up to.
struct BandSum {
  int excited{0};
  int even_lines{0};
  double odd_lines{0.0};
  double gain_power{0.0};  ///< |gain|^2 less its variance
  double gain_variance{0.0};
  std::complex<double> gain{};
  double linear{0.0};
  double even{0.0};
  double odd{0.0};
  double noise{0.0};
  double even_limit{0.0};  ///< Variance of what noise leaves.
  double odd_limit{0.0};
};

/// Index range of items with from <= hz < to.
template <class Items>
auto within(const Items& items, double from, double to) {
  const auto below = [](const auto& item, double hz) { return item.hz < hz; };
  return std::pair{std::lower_bound(items.begin(), items.end(), from, below),
                   std::lower_bound(items.begin(), items.end(), to, below)};
}

void add_silent(BandSum& sum, const BestLinear& result, double from, double to) {
  const auto [first, last] = within(result.silent, from, to);
  for (auto line = first; line != last; ++line) {
    const double left = line->represents * line->noise_power / result.periods;
    const double variance = left * left / result.realizations;
    sum.noise += line->noise_power;
    if (line->kind == LineKind::Even) {
      ++sum.even_lines;
      sum.even += line->power;
      sum.even_limit += variance;
    } else {
      sum.odd_lines += line->represents;
      sum.odd += line->represents * line->power;
      sum.odd_limit += variance;
    }
  }
}

void add_excited(BandSum& sum, const BestLinear& result, double from, double to) {
  const auto [first, last] = within(result.excited, from, to);
  const double odd_of_line = sum.odd_lines > 0.0 ? std::max(sum.odd / sum.odd_lines, 0.0) : 0.0;
  for (auto line = first; line != last; ++line) {
    const double variance =
        std::isnan(line->total_variance)
            ? line->noise_variance + odd_of_line / (line->input_power * result.realizations)
            : line->total_variance;
    ++sum.excited;
    sum.gain += line->gain;
    sum.gain_power += std::norm(line->gain) - variance;
    sum.gain_variance += variance;
    sum.linear += (std::norm(line->gain) - variance) * line->input_power;
    sum.noise += line->noise_power;
  }
}

DistortionBand band_of(const BandSum& sum, double centre) {
  const auto level = [](double power) { return level_of_rms(std::sqrt(std::max(power, 0.0))); };
  DistortionBand band;
  band.hz = centre;
  band.lines = sum.excited;
  const double gain_power = std::max(sum.gain_power / sum.excited, 0.0);
  band.gain_db = 10.0 * std::log10(gain_power);
  // Of a complex gain's variance half lies along it.
  const double relative = std::sqrt(0.5 * sum.gain_variance / gain_power) / sum.excited;
  band.gain_sigma_db = 20.0 / std::numbers::ln10 * relative;
  band.phase_deg = std::arg(sum.gain) * 180.0 / std::numbers::pi;
  band.linear = level(sum.linear);
  band.even = level(sum.even);
  band.odd = level(sum.odd);
  band.noise = level(sum.noise);
  band.limit_dbfs_rms = level(3.0 * std::sqrt(std::max(sum.even_limit, sum.odd_limit))).value();
  const double rest = std::max(sum.even, 0.0) + std::max(sum.odd, 0.0) + sum.noise;
  band.sndr_db = 10.0 * std::log10(std::max(sum.linear, 0.0) / rest);
  return band;
}

}  // namespace

std::vector<DistortionBand> distortion_bands(const BestLinear& result, int per_octave) {
  assert(per_octave >= 1 && per_octave <= 48);
  std::vector<DistortionBand> bands;
  if (result.excited.empty()) return bands;
  const double half_band = std::exp2(0.5 / per_octave);
  for (int step = -8 * per_octave; step <= 8 * per_octave; ++step) {
    const double centre = 1000.0 * std::exp2(static_cast<double>(step) / per_octave);
    const double from = centre / half_band;
    const double to = centre * half_band;
    if (from < result.excited.front().hz || to > result.excited.back().hz) continue;
    BandSum sum;
    add_silent(sum, result, from, to);
    add_excited(sum, result, from, to);
    if (sum.excited == 0 || sum.even_lines == 0 || sum.odd_lines == 0.0) continue;
    bands.push_back(band_of(sum, centre));
  }
  return bands;
}

}  // namespace ampsweep::analysis
