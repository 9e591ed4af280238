// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/realign.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "analysis/sinc_kernel.hpp"
#include "signals/lane_dot.hpp"

namespace ampsweep::analysis {
namespace {

/// recording[first .. first + length) in double precision, zeros outside the recording.
template <class T>
std::vector<double> stretch(std::span<const T> recording, std::int64_t first, std::int64_t length) {
  std::vector<double> out(static_cast<std::size_t>(length), 0.0);
  const auto size = static_cast<std::int64_t>(recording.size());
  const std::int64_t begin = std::clamp<std::int64_t>(first, 0, size);
  const std::int64_t end = std::clamp<std::int64_t>(first + length, begin, size);
  if (begin < end) {
    std::copy(recording.begin() + begin, recording.begin() + end, out.begin() + (begin - first));
  }
  return out;
}

double tap_sum(const double* a, const double* b) { return ampsweep::lane_dot<8>(a, b, kSincTaps); }

std::vector<double> shifted(const std::vector<double>& x, double fraction, std::size_t length) {
  std::vector<double> out(length);
  const SincTaps taps = sinc_taps(fraction);
  for (std::size_t n = 0; n < length; ++n) out[n] = tap_sum(&x[n], taps.data());
  return out;
}

/// `first`: recording position of x[0].
std::vector<double> resampled(const std::vector<double>& x, std::int64_t first, double delay,
                              double step, std::size_t length) {
  static const SincTable table;
  std::vector<double> out(length);
  for (std::size_t n = 0; n < length; ++n) {
    const double position = delay + static_cast<double>(n) * step;
    const double whole = std::floor(position);
    const double row = (position - whole) * static_cast<double>(SincTable::kSteps);
    const auto below = std::min(static_cast<std::size_t>(row), SincTable::kSteps - 1);
    const double between = row - static_cast<double>(below);
    const double* under = &x[static_cast<std::size_t>(static_cast<std::int64_t>(whole) - first -
                                                      static_cast<std::int64_t>(kSincBefore))];
    out[n] = (1.0 - between) * tap_sum(under, table.at(below).data()) +
             between * tap_sum(under, table.at(below + 1).data());
  }
  return out;
}

template <class T>
std::vector<double> realign_any(std::span<const T> recording, double delay_samples,
                                double drift_ppm, SampleCount length) {
  assert(std::isfinite(delay_samples) && std::abs(drift_ppm) <= 1e4 && length.value() >= 0);
  if (length.value() == 0) return {};
  const double step = 1.0 + drift_ppm * 1e-6;
  const auto first = static_cast<std::int64_t>(std::floor(delay_samples));
  const double fraction = delay_samples - static_cast<double>(first);
  if (drift_ppm == 0.0 && fraction == 0.0) return stretch(recording, first, length.value());

  const double last = delay_samples + static_cast<double>(length.value() - 1) * step;
  const auto before = static_cast<std::int64_t>(kSincBefore);
  const auto taps = static_cast<std::int64_t>(kSincTaps);
  const std::int64_t span = static_cast<std::int64_t>(std::floor(last)) - first + taps + 1;
  const std::vector<double> x = stretch(recording, first - before, span);
  const auto count = static_cast<std::size_t>(length.value());
  if (drift_ppm == 0.0) return shifted(x, fraction, count);
  return resampled(x, first - before, delay_samples, step, count);
}

}  // namespace

std::vector<double> realign(std::span<const float> recording, double delay_samples,
                            double drift_ppm, SampleCount length) {
  return realign_any(recording, delay_samples, drift_ppm, length);
}

std::vector<double> realign(std::span<const double> recording, double delay_samples,
                            double drift_ppm, SampleCount length) {
  return realign_any(recording, delay_samples, drift_ppm, length);
}

}  // namespace ampsweep::analysis
