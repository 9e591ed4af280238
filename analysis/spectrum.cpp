// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <complex>

#include "analysis/fft.hpp"
#include "analysis/hann.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kShortestSeconds = 0.1;
constexpr double kSegmentSeconds = 1.0;
constexpr double kLeastBins = 5.0;  ///< Per band: the window alone spreads a line over four.

double mean_of(std::span<const float> x) {
  double sum = 0.0;
  for (const float sample : x) sum += static_cast<double>(sample);
  return sum / static_cast<double>(x.size());
}

}  // namespace

double PowerSpectrum::power_between(Hertz from, Hertz to) const {
  double sum = 0.0;
  for (std::size_t k = 0; k < density.size(); ++k) {
    const double low = std::max((static_cast<double>(k) - 0.5) * step.value(), from.value());
    const double high = std::min((static_cast<double>(k) + 0.5) * step.value(), to.value());
    if (high > low) sum += density[k] * (high - low);
  }
  return sum;
}

Measured<PowerSpectrum> power_spectrum(std::span<const float> x, SampleRate rate,
                                       std::size_t segment) {
  if (rate.value() <= 0 || segment < 16) {
    return tl::unexpected(
        Refusal{Refusal::Reason::BadParameter, "a spectrum needs a rate and 16 samples a segment"});
  }
  if (x.size() < segment) {
    return tl::unexpected(
        Refusal{Refusal::Reason::TooShort, "the stretch is shorter than one segment"});
  }
  if (!std::all_of(x.begin(), x.end(), [](float sample) { return std::isfinite(sample); })) {
    return tl::unexpected(Refusal{Refusal::Reason::NotFinite, "the stretch is not finite"});
  }
  const std::vector<double> window = periodic_hann(segment);
  double window_power = 0.0;
  for (const double w : window) window_power += w * w;
  const double offset = mean_of(x);
  RealFft fft(segment);
  PowerSpectrum spectrum;
  spectrum.step = Hertz{static_cast<double>(rate.value()) / static_cast<double>(segment)};
  spectrum.density.assign(segment / 2 + 1, 0.0);
  std::size_t count = 0;
  for (std::size_t start = 0; start + segment <= x.size(); start += segment / 2, ++count) {
    for (std::size_t i = 0; i < segment; ++i) {
      fft.time()[i] = window[i] * (static_cast<double>(x[start + i]) - offset);
    }
    fft.forward();
    for (std::size_t k = 0; k < spectrum.density.size(); ++k) {
      spectrum.density[k] += std::norm(fft.spectrum()[k]);
    }
  }
  const double scale =
      1.0 / (window_power * static_cast<double>(rate.value()) * static_cast<double>(count));
  for (std::size_t k = 0; k < spectrum.density.size(); ++k) {
    const bool once = k == 0 || (segment % 2 == 0 && k == segment / 2);
    spectrum.density[k] *= once ? scale : 2.0 * scale;
  }
  return spectrum;
}

int spectrum_averages(std::size_t length, std::size_t segment) {
  return length < segment ? 0 : static_cast<int>((length - segment) / (segment / 2)) + 1;
}

std::vector<BandLevel> third_octave_levels(const PowerSpectrum& spectrum, Hertz top) {
  const double half_band = std::exp2(1.0 / 6.0);
  std::vector<BandLevel> bands;
  for (int third = -20; third <= 20; ++third) {
    const double centre = 1000.0 * std::exp2(third / 3.0);
    const Hertz from{centre / half_band};
    const Hertz to{centre * half_band};
    if ((to - from).value() < kLeastBins * spectrum.step.value() || to > top) continue;
    const double power = spectrum.power_between(from, to);
    bands.push_back({Hertz{centre}, level_of_rms(std::sqrt(power))});
  }
  return bands;
}

Measured<std::vector<BandLevel>> third_octave_levels(std::span<const float> x, SampleRate rate) {
  const double fs = static_cast<double>(rate.value());
  if (fs > 0.0 && static_cast<double>(x.size()) < kShortestSeconds * fs) {
    return tl::unexpected(
        Refusal{Refusal::Reason::TooShort, "a noise spectrum needs at least 0.1 s"});
  }
  const auto longest = static_cast<std::size_t>(std::max(kSegmentSeconds * fs, 16.0));
  std::size_t segment = std::min(x.size(), longest);
  segment -= segment % 2;
  const auto spectrum = power_spectrum(x, rate, segment);
  if (!spectrum) return tl::unexpected(spectrum.error());
  return third_octave_levels(*spectrum, Hertz{0.5 * fs});
}

}  // namespace ampsweep::analysis
