// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/stft_distance.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <cstdint>
#include <vector>

#include "analysis/fft.hpp"
#include "analysis/hann.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kLeastStftPower = 1e-8;  // auraloss: eps

/// Index into a sound of `size` samples mirrored at its ends (which are not repeated).
std::size_t mirrored(std::int64_t at, std::int64_t size) {
  if (at < 0) at = -at;
  if (at >= size) at = 2 * (size - 1) - at;
  return static_cast<std::size_t>(at);
}

/// Spectrum of the frame whose middle is `centre`.
void transform_frame(RealFft& fft, std::span<const float> x, std::int64_t centre,
                     std::span<const double> window) {
  const auto size = static_cast<std::int64_t>(x.size());
  const std::size_t left = (fft.size() - window.size()) / 2;
  const std::int64_t first = centre - static_cast<std::int64_t>(fft.size() / 2 - left);
  const auto time = fft.time();
  for (std::size_t n = 0; n < window.size(); ++n) {
    const std::size_t at = mirrored(first + static_cast<std::int64_t>(n), size);
    time[left + n] = window[n] * static_cast<double>(x[at]);
  }
  fft.forward();
}

StftDistance distance_at(std::span<const float> output, std::span<const float> target,
                         const StftResolution& resolution) {
  const std::vector<double> window = periodic_hann(resolution.window);
  RealFft x{resolution.fft};
  RealFft y{resolution.fft};
  double difference = 0.0;
  double reference = 0.0;
  double logarithms = 0.0;
  std::size_t cells = 0;
  for (std::size_t centre = 0; centre <= target.size(); centre += resolution.hop) {
    transform_frame(x, output, static_cast<std::int64_t>(centre), window);
    transform_frame(y, target, static_cast<std::int64_t>(centre), window);
    for (std::size_t k = 0; k < x.spectrum().size(); ++k) {
      const double px = std::max(std::norm(x.spectrum()[k]), kLeastStftPower);
      const double py = std::max(std::norm(y.spectrum()[k]), kLeastStftPower);
      const double apart = std::sqrt(py) - std::sqrt(px);
      difference += apart * apart;
      reference += py;
      if (px != py) logarithms += 0.5 * std::abs(std::log(px / py));
    }
    cells += x.spectrum().size();
  }
  return {std::sqrt(difference / reference), logarithms / static_cast<double>(cells)};
}

}  // namespace

Measured<MultiResolutionStft> stft_distance(std::span<const float> output,
                                            std::span<const float> target) {
  assert(output.size() == target.size());
  if (target.size() < 2048) {
    return tl::unexpected(
        Refusal{Refusal::Reason::TooShort,
                "the sound is shorter than the longest STFT frame, 2048 samples"});
  }
  if (!all_finite(output) || !all_finite(target)) {
    return tl::unexpected(Refusal{Refusal::Reason::NotFinite, "a sample is not a number"});
  }
  if (peak(target) == 0.0) {
    return tl::unexpected(Refusal{Refusal::Reason::Silent, "the target is silent"});
  }
  MultiResolutionStft result;
  for (std::size_t i = 0; i < kStftResolutions.size(); ++i) {
    result.at[i] = distance_at(output, target, kStftResolutions[i]);
    result.distance += (result.at[i].spectral_convergence + result.at[i].log_magnitude) /
                       static_cast<double>(kStftResolutions.size());
  }
  return result;
}

}  // namespace ampsweep::analysis
