// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/impulse_response.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <numbers>

#include "analysis/fft.hpp"

namespace ampsweep::analysis {
namespace {

/// Input energy this far below its strongest frequency counts as none: nothing is divided by it.
constexpr double kNoEnergy = 1e-6;  // power, -60 dB

void load(RealFft& fft, std::span<const float> x) {
  const auto time = fft.time();
  std::fill(time.begin(), time.end(), 0.0);
  std::copy(x.begin(), x.end(), time.begin());
  fft.forward();
}

/// 0 below 0.8 of `lowest`, 1 above 1.25 of it.
double kept(double hz, double lowest) {
  if (lowest <= 0.0) return 1.0;
  const double octave = std::log2(hz / lowest + 1e-300);
  const double half_width = std::log2(1.25);
  if (octave <= -half_width) return 0.0;
  if (octave >= half_width) return 1.0;
  return 0.5 + 0.5 * std::sin(0.5 * std::numbers::pi * octave / half_width);
}

}  // namespace

std::vector<double> impulse_response(std::span<const float> input, std::span<const float> output,
                                     SampleCount length, SampleRate rate, Hertz lowest) {
  assert(!input.empty() && length > SampleCount{0});
  const auto taps = static_cast<std::size_t>(length.value());
  const std::size_t size = good_fft_size(std::max(input.size(), output.size()) + taps);
  RealFft x{size};
  RealFft y{size};
  load(x, input);
  load(y, output);
  const auto in = x.spectrum();
  const auto out = y.spectrum();
  double strongest = 0.0;
  for (const auto& bin : in) strongest = std::max(strongest, std::norm(bin));
  const double floor = std::max(strongest * kNoEnergy, 1e-300);
  for (std::size_t k = 0; k < out.size(); ++k) {
    const double hz = static_cast<double>(k) * rate.value() / static_cast<double>(size);
    out[k] *= kept(hz, lowest.value()) * std::conj(in[k]) / (std::norm(in[k]) + floor);
  }
  y.inverse();
  const auto time = y.time();
  return {time.begin(), time.begin() + static_cast<std::ptrdiff_t>(std::min(taps, time.size()))};
}

std::vector<float> convolve(std::span<const float> input, std::span<const double> h) {
  if (input.empty() || h.empty()) return {};
  const std::size_t total = input.size() + h.size() - 1;
  const std::size_t size =
      good_fft_size(std::min(std::max<std::size_t>(4 * h.size(), 8192), 2 * total));
  const std::size_t step = size - h.size() + 1;  // new input samples per block
  RealFft filter{size};
  std::copy(h.begin(), h.end(), filter.time().begin());
  filter.forward();
  RealFft block{size};
  std::vector<float> result(total, 0.0F);
  for (std::size_t at = 0; at < input.size(); at += step) {
    load(block, input.subspan(at, std::min(step, input.size() - at)));
    for (std::size_t k = 0; k < block.spectrum().size(); ++k) {
      block.spectrum()[k] *= filter.spectrum()[k];
    }
    block.inverse();
    const std::size_t end = std::min(total, at + size);
    for (std::size_t i = at; i < end; ++i) {
      result[i] = static_cast<float>(result[i] + block.time()[i - at]);
    }
  }
  return result;
}

SampleCount first_arrival(std::span<const double> h, double threshold_db) {
  double peak = 0.0;
  for (const double x : h) peak = std::max(peak, std::abs(x));
  const double threshold = peak * std::pow(10.0, threshold_db / 20.0);
  const auto first = std::find_if(h.begin(), h.end(),
                                  [&](double x) { return std::abs(x) >= threshold && x != 0.0; });
  return SampleCount{first == h.end() ? 0 : first - h.begin()};
}

}  // namespace ampsweep::analysis
