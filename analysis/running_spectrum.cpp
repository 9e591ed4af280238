// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/running_spectrum.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/hann.hpp"

namespace ampsweep::analysis {

RunningSpectrum::RunningSpectrum(SampleRate rate, std::size_t frame)
    : rate_(rate), fft_(frame), frame_(frame, 0.0F), power_(frame / 2 + 1, 0.0) {
  assert(rate.value() > 0 && frame >= 16 && frame % 2 == 0);
  window_ = periodic_hann(frame);
}

void RunningSpectrum::add_frame() {
  const auto time = fft_.time();
  for (std::size_t i = 0; i < time.size(); ++i) {
    time[i] = window_[i] * static_cast<double>(frame_[i]);
  }
  fft_.forward();
  for (std::size_t k = 0; k < power_.size(); ++k) power_[k] += std::norm(fft_.spectrum()[k]);
  ++frames_;
  filled_ = frame_.size() / 2;
  std::copy(frame_.end() - static_cast<std::ptrdiff_t>(filled_), frame_.end(), frame_.begin());
}

void RunningSpectrum::add(std::span<const float> block) {
  for (const float x : block) {
    frame_[filled_++] = std::isfinite(x) ? x : 0.0F;
    if (filled_ == frame_.size()) add_frame();
  }
}

PowerSpectrum RunningSpectrum::spectrum() const {
  const auto size = static_cast<double>(frame_.size());
  const double rate = rate_.value();
  PowerSpectrum spectrum{Hertz{rate / size}, power_};
  if (frames_ == 0) return spectrum;
  // The squares of a Hann window add up to 3/8 of its length.
  const double scale = 2.0 / (0.375 * size * rate * static_cast<double>(frames_));
  for (double& density : spectrum.density) density *= scale;
  spectrum.density.front() *= 0.5;  // no mirrored bin adds to these two
  spectrum.density.back() *= 0.5;
  return spectrum;
}

}  // namespace ampsweep::analysis
