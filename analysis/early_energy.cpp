// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/early_energy.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

#include "analysis/fft.hpp"
#include "analysis/kaiser.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kBefore = 256;  ///< Lags that can be early.
constexpr std::size_t kAfter = 8192;  ///< Lags of the response itself.
constexpr double kAudible = 1e-4;     ///< -40 dB: the input's band ends where it falls below.
constexpr double kEarlyRegularisation = 1e-8;
constexpr double kSteepestBeta = 14.0;
constexpr double kSilence = -400.0;

/// Highest bin where the input still has energy.
std::size_t last_sounding_bin(std::span<const std::complex<double>> input, double strongest) {
  std::size_t last = 0;
  for (std::size_t k = 0; k < input.size(); ++k) {
    if (std::norm(input[k]) > kAudible * strongest) last = k;
  }
  return last;
}

/// Kaiser parameter whose main lobe, as a spectral window over +-`band` (cycles per sample), is
/// `half_width` samples wide on either side: sqrt(1 + (beta/pi)^2) = half_width * 2 * band.
double beta_for(double half_width, double band) {
  const double bins = half_width * 2.0 * band;
  const double beta = std::numbers::pi * std::sqrt(std::max(0.0, bins * bins - 1.0));
  return std::min(beta, kSteepestBeta);
}

}  // namespace

double early_energy_db(std::span<const float> input, std::span<const float> output,
                       double head_room_samples) {
  assert(input.size() == output.size() && input.size() >= 2 * kAfter);
  if (!all_finite(input) || !all_finite(output)) return std::numeric_limits<double>::quiet_NaN();
  RealFft x(good_fft_size(input.size() + kBefore + kAfter));
  RealFft y(x.size());
  std::copy(input.begin(), input.end(), x.time().begin());
  std::copy(output.begin(), output.end(), y.time().begin());
  x.forward();
  y.forward();
  double strongest = 0.0;
  for (const auto& bin : x.spectrum()) strongest = std::max(strongest, std::norm(bin));
  if (!(strongest > 0.0)) return std::numeric_limits<double>::quiet_NaN();
  const std::size_t last = std::max<std::size_t>(last_sounding_bin(x.spectrum(), strongest), 1);
  const double beta =
      beta_for(head_room_samples, static_cast<double>(last) / static_cast<double>(x.size()));
  for (std::size_t k = 0; k < y.spectrum().size(); ++k) {
    const double along = static_cast<double>(k) / static_cast<double>(last);
    // The slope of the response (j w) needs nothing from below the input's lowest note.
    const std::complex<double> weight(0.0, along * kaiser(along, beta));
    const std::complex<double> in = x.spectrum()[k];
    y.spectrum()[k] *= weight * std::conj(in) / (std::norm(in) + kEarlyRegularisation * strongest);
  }
  y.inverse();
  double early = 0.0;
  for (std::size_t lag = 1; lag <= kBefore; ++lag) {
    early += y.time()[x.size() - lag] * y.time()[x.size() - lag];
  }
  double whole = early;
  for (std::size_t lag = 0; lag < kAfter; ++lag) whole += y.time()[lag] * y.time()[lag];
  if (!(early > 0.0)) return kSilence;
  return std::max(kSilence, 10.0 * std::log10(early / whole));
}

}  // namespace ampsweep::analysis
