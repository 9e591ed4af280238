// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>
#include <span>
#include <utility>
#include <vector>

#include "signals/quantity.hpp"

/// Plain oracles for what signals/ claims about spectra; nothing here comes from analysis/.
namespace ampsweep::test {

/// sum x[n] exp(-j 2 pi f n / rate).
inline std::complex<double> fourier_sum(std::span<const float> x, Hertz f, SampleRate rate) {
  const double turn = -2.0 * std::numbers::pi * f.value() / static_cast<double>(rate.value());
  std::complex<double> sum{};
  for (std::size_t n = 0; n < x.size(); ++n) {
    sum += static_cast<double>(x[n]) * std::polar(1.0, turn * static_cast<double>(n));
  }
  return sum;
}

/// Amplitude of a sine that fills `x` a whole number of times.
inline double tone_amplitude(std::span<const float> x, Hertz f, SampleRate rate) {
  return 2.0 * std::abs(fourier_sum(x, f, rate)) / static_cast<double>(x.size());
}

/// Textbook radix-2 transform, in place; the size is a power of two.
inline void transform(std::vector<std::complex<double>>& x) {
  const std::size_t size = x.size();
  for (std::size_t i = 1, j = 0; i < size; ++i) {
    std::size_t bit = size >> 1U;
    for (; (j & bit) != 0; bit >>= 1U) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(x[i], x[j]);
  }
  std::vector<std::complex<double>> turn(size / 2);
  for (std::size_t k = 0; k < turn.size(); ++k) {
    turn[k] = std::polar(
        1.0, -2.0 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(size));
  }
  for (std::size_t span = 2; span <= size; span *= 2) {
    for (std::size_t begin = 0; begin < size; begin += span) {
      for (std::size_t k = 0; k < span / 2; ++k) {
        const auto odd = x[begin + k + span / 2] * turn[k * (size / span)];
        x[begin + k + span / 2] = x[begin + k] - odd;
        x[begin + k] += odd;
      }
    }
  }
}

/// Spectrum of x, zero-padded to the next power of two; bin k is k * rate / size.
inline std::vector<std::complex<double>> spectrum(std::span<const float> x) {
  std::size_t size = 1;
  while (size < x.size()) size *= 2;
  std::vector<std::complex<double>> bins(size);
  std::copy(x.begin(), x.end(), bins.begin());
  transform(bins);
  return bins;
}

/// Part of the energy of a spectrum() that lies in [from, to).
inline double energy_share(std::span<const std::complex<double>> bins, SampleRate rate, Hertz from,
                           Hertz to) {
  const double step = static_cast<double>(rate.value()) / static_cast<double>(bins.size());
  double all = 0.0;
  double inside = 0.0;
  for (std::size_t k = 0; k < bins.size() / 2; ++k) {
    const double f = static_cast<double>(k) * step;
    all += std::norm(bins[k]);
    if (f >= from.value() && f < to.value()) inside += std::norm(bins[k]);
  }
  return inside / all;
}

inline double peak(std::span<const float> x) {
  float most = 0.0F;
  for (const float value : x) most = std::max(most, std::abs(value));
  return static_cast<double>(most);
}

inline double rms(std::span<const float> x) {
  double sum = 0.0;
  for (const float value : x) sum += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(sum / static_cast<double>(x.size()));
}

inline double decibels_of(double ratio) { return 20.0 * std::log10(ratio); }

}  // namespace ampsweep::test
