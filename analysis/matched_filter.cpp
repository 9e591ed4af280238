// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/matched_filter.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/fft.hpp"

namespace ampsweep::analysis {
namespace {

/// Lags beyond the range asked for that only serve to judge how far a peak stands out.
constexpr std::int64_t kSurroundings = 2048;
/// Lags around a peak that belong to the peak.
constexpr std::int64_t kPeakWidth = 512;
constexpr double kQuietest = 1e-3;  ///< -30 dB

/// recording[first .. first + length), zeros outside the recording.
void copy_stretch(std::span<const float> recording, std::int64_t first, std::span<double> out) {
  const auto size = static_cast<std::int64_t>(recording.size());
  for (std::size_t i = 0; i < out.size(); ++i) {
    const std::int64_t n = first + static_cast<std::int64_t>(i);
    out[i] = n >= 0 && n < size ? static_cast<double>(recording[static_cast<std::size_t>(n)]) : 0.0;
  }
}

double energy(std::span<const double> x) {
  double sum = 0.0;
  for (const double sample : x) sum += sample * sample;
  return sum;
}

/// Energy of every stretch of `window` samples, floored kQuietest below the largest.
std::vector<double> stretch_energies(std::span<const double> x, std::size_t window) {
  std::vector<double> energies(x.size() - window + 1);
  double sum = energy(x.first(window));
  double largest = sum;
  energies[0] = sum;
  for (std::size_t lag = 1; lag < energies.size(); ++lag) {
    const double gone = x[lag - 1];
    const double come = x[lag + window - 1];
    sum += come * come - gone * gone;
    energies[lag] = sum;
    largest = std::max(largest, sum);
  }
  for (double& value : energies) value = std::max(value, kQuietest * largest);
  return energies;
}

/// Normalised cross-correlation for lags first .. last.
std::vector<double> correlate(std::span<const double> reference, std::span<const float> recording,
                              const LagRange& range) {
  const auto lags = static_cast<std::size_t>(range.last - range.first + 1);
  const std::size_t stretch = lags + reference.size() - 1;
  RealFft x(good_fft_size(stretch));
  RealFft y(x.size());
  std::copy(reference.begin(), reference.end(), x.time().begin());
  copy_stretch(recording, range.first, y.time().first(stretch));
  const std::vector<double> energies = stretch_energies(y.time().first(stretch), reference.size());
  x.forward();
  y.forward();
  for (std::size_t k = 0; k < x.spectrum().size(); ++k) {
    y.spectrum()[k] *= std::conj(x.spectrum()[k]);
  }
  y.inverse();
  std::vector<double> correlation(lags, 0.0);
  const double reference_energy = energy(reference);
  for (std::size_t lag = 0; lag < lags; ++lag) {
    if (energies[lag] > 0.0) {
      correlation[lag] = y.time()[lag] / std::sqrt(energies[lag] * reference_energy);
    }
  }
  return correlation;
}

bool is_local_maximum(std::span<const double> x, std::size_t i) {
  const double here = std::abs(x[i]);
  return here > 0.0 && (i == 0 || here >= std::abs(x[i - 1])) &&
         (i + 1 == x.size() || here >= std::abs(x[i + 1]));
}

double rms_away_from(std::span<const double> x, std::size_t peak) {
  const auto at = static_cast<std::int64_t>(peak);
  double sum = 0.0;
  std::int64_t counted = 0;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(x.size()); ++i) {
    if (std::abs(i - at) <= kPeakWidth) continue;
    sum += x[static_cast<std::size_t>(i)] * x[static_cast<std::size_t>(i)];
    ++counted;
  }
  return counted > 0 ? std::sqrt(sum / static_cast<double>(counted)) : 0.0;
}

}  // namespace

std::vector<Match> find_matches(std::span<const double> reference, std::span<const float> recording,
                                const LagRange& range, std::size_t count, std::int64_t separation) {
  assert(range.first <= range.last && count > 0 && separation >= 0);
  assert(energy(reference) > 0.0);
  const LagRange wide{range.first - kSurroundings, range.last + kSurroundings};
  const std::vector<double> correlation = correlate(reference, recording, wide);
  const auto begin = static_cast<std::size_t>(kSurroundings);
  std::vector<Match> found;
  while (found.size() < count) {
    std::size_t best = 0;
    for (std::size_t i = begin; i + begin < correlation.size(); ++i) {
      // First the test that nearly every lag fails.
      if (best != 0 && std::abs(correlation[i]) <= std::abs(correlation[best])) continue;
      const std::int64_t lag = wide.first + static_cast<std::int64_t>(i);
      const bool taken = std::any_of(found.begin(), found.end(), [&](const Match& match) {
        return std::abs(match.lag - lag) < std::max<std::int64_t>(separation, 1);
      });
      if (!taken && is_local_maximum(correlation, i)) best = i;
    }
    if (best == 0) break;
    const double rest = rms_away_from(correlation, best);
    found.push_back({wide.first + static_cast<std::int64_t>(best), correlation[best],
                     std::abs(correlation[best]) / std::max(rest, 1e-12)});
  }
  return found;
}

}  // namespace ampsweep::analysis
