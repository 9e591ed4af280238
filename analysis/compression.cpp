// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/compression.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace ampsweep::analysis {
namespace {

constexpr int kBisections = 60;

/// Lagrange's polynomial through the readings.
double curve_at(std::span<const CompressionReading> readings, double input_db) {
  double sum = 0.0;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    double term = readings[i].compression_db;
    for (std::size_t j = 0; j < readings.size(); ++j) {
      if (j == i) continue;
      term *= (input_db - readings[j].input_db) / (readings[i].input_db - readings[j].input_db);
    }
    sum += term;
  }
  return sum;
}

/// Readings `before` and after it, with one more on either side where it is known.
std::span<const CompressionReading> neighbourhood(std::span<const CompressionReading> readings,
                                                  std::size_t before) {
  std::size_t first = before;
  std::size_t last = before + 1;
  if (first > 0 && std::isfinite(readings[first - 1].compression_db)) --first;
  if (last + 1 < readings.size() && std::isfinite(readings[last + 1].compression_db)) ++last;
  return readings.subspan(first, last - first + 1);
}

}  // namespace

std::optional<CompressionPoint> compression_point(std::span<const CompressionReading> readings,
                                                  Decibels by) {
  const double wanted = -by.value();
  for (std::size_t i = readings.size(); i-- > 1;) {
    const CompressionReading& below = readings[i - 1];
    const CompressionReading& above = readings[i];
    // NaN compares false: an unknown reading bounds no crossing.
    if (!(below.compression_db > wanted && above.compression_db <= wanted)) continue;
    const auto near = neighbourhood(readings, i - 1);
    double low = below.input_db;
    double high = above.input_db;
    for (int n = 0; n < kBisections; ++n) {
      const double middle = 0.5 * (low + high);
      (curve_at(near, middle) > wanted ? low : high) = middle;
    }
    const double slope =
        std::abs(below.compression_db - above.compression_db) / (above.input_db - below.input_db);
    return CompressionPoint{0.5 * (low + high), std::max(below.sigma_db, above.sigma_db) / slope};
  }
  return std::nullopt;
}

}  // namespace ampsweep::analysis
