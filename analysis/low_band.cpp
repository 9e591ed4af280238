// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/low_band.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

#include "analysis/kaiser.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kStopDb = 110.0;
constexpr double kRoom = 2.6;  ///< Low rate over the band kept: what is left is the filter's skirt.

/// Kaiser-windowed sinc, unit gain at 0 Hz; odd length. Source: Kaiser 1974 (length and beta).
std::vector<double> low_pass_taps(double pass_hz, double stop_hz, double rate) {
  const double skirt = 2.0 * std::numbers::pi * (stop_hz - pass_hz) / rate;
  const int half = static_cast<int>(std::ceil((kStopDb - 7.95) / (2.285 * skirt) / 2.0));
  const double beta = 0.1102 * (kStopDb - 8.7);
  const double corner = (pass_hz + stop_hz) / rate;  // Twice the middle of the skirt, in cycles.
  std::vector<double> taps;
  double sum = 0.0;
  for (int n = -half; n <= half; ++n) {
    const double angle = std::numbers::pi * corner * n;
    const double sinc = n == 0 ? 1.0 : std::sin(angle) / angle;
    taps.push_back(sinc * kaiser(static_cast<double>(n) / (half + 1), beta));
    sum += taps.back();
  }
  for (double& tap : taps) tap /= sum;
  return taps;
}

}  // namespace

LowBand low_band(std::span<const float> x, SampleRate rate, Hertz up_to) {
  const double fs = rate.value();
  LowBand low;
  low.factor = std::max(1, static_cast<int>(fs / (kRoom * up_to.value())));
  low.rate_hz = fs / low.factor;
  if (low.factor == 1) {
    low.samples.assign(x.begin(), x.end());
    return low;
  }
  const auto taps = low_pass_taps(up_to.value(), low.rate_hz - up_to.value(), fs);
  low.first = static_cast<double>(taps.size() / 2);
  const auto factor = static_cast<std::size_t>(low.factor);
  for (std::size_t start = 0; start + taps.size() <= x.size(); start += factor) {
    double sum = 0.0;
    for (std::size_t i = 0; i < taps.size(); ++i) {
      sum += taps[i] * static_cast<double>(x[start + i]);
    }
    low.samples.push_back(sum);
  }
  return low;
}

}  // namespace ampsweep::analysis
