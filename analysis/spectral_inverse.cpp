// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/spectral_inverse.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>

namespace ampsweep::analysis {

double parzen(double u) {
  return u <= 0.5 ? 1.0 - 6.0 * u * u * (1.0 - u) : 2.0 * (1.0 - u) * (1.0 - u) * (1.0 - u);
}

SpectralInverse::SpectralInverse(std::span<const double> sound, std::size_t taps, double scale)
    : taps_(taps), fft_(good_fft_size(2 * taps)), power_(fft_.size() / 2 + 1) {
  RealFft whole{good_fft_size(sound.size() + taps)};
  std::copy(sound.begin(), sound.end(), whole.time().begin());
  whole.forward();
  for (auto& bin : whole.spectrum()) bin = std::norm(bin);
  whole.inverse();  // the autocorrelation
  const auto time = fft_.time();
  for (std::size_t d = 0; d < taps; ++d) {
    time[d] = scale * parzen(static_cast<double>(d) / static_cast<double>(taps)) * whole.time()[d];
    if (d > 0) time[fft_.size() - d] = time[d];
  }
  energy_ = time[0];
  fft_.forward();
  for (std::size_t k = 0; k < power_.size(); ++k) {
    power_[k] = std::abs(std::real(fft_.spectrum()[k]));
  }
}

std::vector<double> SpectralInverse::apply(std::span<const double> x, double ridge) {
  assert(x.size() == taps_ && ridge > 0.0);
  std::fill(fft_.time().begin(), fft_.time().end(), 0.0);
  std::copy(x.begin(), x.end(), fft_.time().begin());
  fft_.forward();
  for (std::size_t k = 0; k < power_.size(); ++k) fft_.spectrum()[k] /= power_[k] + ridge;
  fft_.inverse();
  const auto time = fft_.time().first(taps_);
  return {time.begin(), time.end()};
}

}  // namespace ampsweep::analysis
