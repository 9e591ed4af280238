// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/deconvolution.hpp"

#include <cmath>
#include <complex>
#include <numbers>

#include "analysis/fft.hpp"

namespace ampsweep::analysis {
namespace {

/// 1 above the sweep's start, 0 an octave below, raised cosine between.
double low_edge(double hz, double from) {
  if (hz >= from) return 1.0;
  if (hz <= 0.5 * from) return 0.0;
  return 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * (hz / from - 0.5));
}

}  // namespace

double inverse_magnitude(const signals::ExponentialLaw& law, double hz, double rate) {
  return 2.0 * std::sqrt(hz / law.growth.value()) / rate * low_edge(hz, law.from.value());
}

SweepImpulses deconvolve(std::span<const float> sound, const signals::ExponentialLaw& law,
                         SampleRate rate, double room_s, double early) {
  const double fs = static_cast<double>(rate.value());
  const double growth = law.growth.value();
  const double from = law.from.value();
  double mean = 0.0;
  for (const float sample : sound) mean += static_cast<double>(sample);
  mean /= static_cast<double>(sound.size());

  RealFft fft(good_fft_size(sound.size() + static_cast<std::size_t>(room_s * fs)));
  for (std::size_t i = 0; i < sound.size(); ++i) {
    fft.time()[i] = static_cast<double>(sound[i]) - mean;
  }
  fft.forward();
  const auto spectrum = fft.spectrum();
  spectrum[0] = 0.0;
  for (std::size_t k = 1; k < spectrum.size(); ++k) {
    const double hz = static_cast<double>(k) * fs / static_cast<double>(fft.size());
    const double magnitude = inverse_magnitude(law, hz, fs);
    if (magnitude == 0.0) {
      spectrum[k] = 0.0;
      continue;
    }
    const double cycles = hz * growth * (1.0 - std::log(hz / from)) - hz * early / fs;
    spectrum[k] *= std::polar(magnitude, -2.0 * std::numbers::pi * (cycles - std::floor(cycles)) +
                                             0.25 * std::numbers::pi);
  }
  fft.inverse();
  return {{fft.time().begin(), fft.time().end()}, fs};
}

}  // namespace ampsweep::analysis
