// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sound_check.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace ampsweep::analysis {

double peak(std::span<const float> x) {
  double largest = 0.0;
  for (const float sample : x) {
    const double magnitude = std::abs(static_cast<double>(sample));
    if (std::isnan(magnitude)) return magnitude;
    largest = std::max(largest, magnitude);
  }
  return largest;
}

double rms(std::span<const float> x) {
  if (x.empty()) return 0.0;
  double sum = 0.0;
  for (const float sample : x) sum += static_cast<double>(sample) * static_cast<double>(sample);
  return std::sqrt(sum / static_cast<double>(x.size()));
}

double mean(std::span<const float> x) {
  if (x.empty()) return 0.0;
  double sum = 0.0;
  for (const float sample : x) sum += static_cast<double>(sample);
  return sum / static_cast<double>(x.size());
}

bool all_finite(std::span<const float> x) {
  return std::all_of(x.begin(), x.end(), [](float sample) { return std::isfinite(sample); });
}

std::vector<ClippedRun> clipped_runs(std::span<const float> x, double full_scale) {
  std::vector<ClippedRun> runs;
  for (std::size_t i = 0; i < x.size();) {
    std::size_t end = i + 1;
    const bool beyond = std::abs(x[i]) > 1.0F;
    if (beyond) {
      while (end < x.size() && std::abs(x[end]) > 1.0F &&
             std::signbit(x[end]) == std::signbit(x[i]))
        ++end;
    } else if (static_cast<double>(std::abs(x[i])) >= full_scale) {
      while (end < x.size() && x[end] == x[i]) ++end;
    }
    if (beyond || end - i >= 2) {
      runs.push_back({SampleCount{static_cast<std::int64_t>(i)},
                      SampleCount{static_cast<std::int64_t>(end - i)}, x[i]});
    }
    i = end;
  }
  return runs;
}

double error_to_signal(std::span<const float> a, std::span<const float> b) {
  assert(a.size() == b.size());
  double error = 0.0;
  double signal = 0.0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    const double difference = static_cast<double>(a[i]) - static_cast<double>(b[i]);
    error += difference * difference;
    signal += static_cast<double>(b[i]) * static_cast<double>(b[i]);
  }
  return signal > 0.0 ? error / signal : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace ampsweep::analysis
