// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/cross_spectrum.hpp"

#include <algorithm>
#include <cassert>
#include <numbers>

#include "analysis/fft.hpp"

namespace ampsweep::analysis {

CrossSpectrum cross_spectrum(std::span<const double> reference, std::span<const float> recording,
                             std::int64_t lag, std::int64_t margin) {
  assert(!reference.empty() && margin >= 0);
  const auto size = static_cast<std::int64_t>(recording.size());
  const auto length = static_cast<std::int64_t>(reference.size());
  const auto spread = static_cast<std::size_t>(length + 2 * margin);
  // The correlation wraps only for lags beyond the margin, which nobody looks at.
  RealFft x(good_fft_size(spread));
  RealFft y(x.size());
  std::copy(reference.begin(), reference.end(), x.time().begin() + margin);
  const std::int64_t begin = std::clamp<std::int64_t>(lag - margin, 0, size);
  const std::int64_t end = std::clamp<std::int64_t>(lag + length + margin, begin, size);
  std::copy(recording.begin() + begin, recording.begin() + end,
            y.time().begin() + (begin - std::min(begin, lag - margin)));
  x.forward();
  y.forward();

  CrossSpectrum result;
  result.oversampling = static_cast<double>(x.size()) / static_cast<double>(spread);
  const std::size_t bins = x.size() / 2;
  result.omega.reserve(bins);
  result.cross.reserve(bins);
  result.reference_power.reserve(bins);
  result.recording_power.reserve(bins);
  for (std::size_t k = 1; k < bins; ++k) {
    result.omega.push_back(2.0 * std::numbers::pi * static_cast<double>(k) /
                           static_cast<double>(x.size()));
    result.cross.push_back(y.spectrum()[k] * std::conj(x.spectrum()[k]));
    result.reference_power.push_back(std::norm(x.spectrum()[k]));
    result.recording_power.push_back(std::norm(y.spectrum()[k]));
  }
  return result;
}

CrossSpectrum band_of(const CrossSpectrum& spectrum, double from, double to) {
  const auto first =
      std::lower_bound(spectrum.omega.begin(), spectrum.omega.end(), from) - spectrum.omega.begin();
  const auto last =
      std::upper_bound(spectrum.omega.begin(), spectrum.omega.end(), to) - spectrum.omega.begin();
  const auto cut = [&](const auto& values) {
    return std::decay_t<decltype(values)>(values.begin() + first, values.begin() + last);
  };
  CrossSpectrum band;
  if (first >= last) return band;
  band.omega = cut(spectrum.omega);
  band.cross = cut(spectrum.cross);
  band.reference_power = cut(spectrum.reference_power);
  band.recording_power = cut(spectrum.recording_power);
  band.oversampling = spectrum.oversampling;
  return band;
}

}  // namespace ampsweep::analysis
