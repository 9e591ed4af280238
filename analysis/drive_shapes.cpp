// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/drive_shapes.hpp"

#include <cassert>
#include <cmath>
#include <numbers>

namespace ampsweep::analysis {
namespace {

constexpr double kThinHz = 300.0;
constexpr double kLeadSeconds = 0.01;  ///< 19 time constants of that high-pass.

}  // namespace

DriveShapes::DriveShapes(SampleRate rate, double loudness, std::size_t count)
    : loudness_(loudness),
      turn_(std::tan(std::numbers::pi * kThinHz / static_cast<double>(rate.value()))),
      count_(count),
      lead_(static_cast<std::size_t>(kLeadSeconds * static_cast<double>(rate.value()))) {
  assert(loudness > 0.0 && count >= 1 && count <= kMost);
}

void DriveShapes::make(std::span<const float> x, std::vector<std::vector<double>>& shapes) const {
  double low = 0.0;
  for (std::size_t n = 0; n < x.size(); ++n) {
    const double whole = static_cast<double>(x[n]);
    // Trapezoidal one-pole; what it leaves is the high-pass.
    const double move = (whole - low) * turn_ / (1.0 + turn_);
    const double thin = (whole - low - move) / loudness_;
    low += 2.0 * move;
    if (n < lead_) continue;
    const std::size_t at = n - lead_;
    shapes[0][at] = whole / loudness_;
    if (count_ > 1) shapes[1][at] = std::tanh(3.0 * whole / loudness_);
    if (count_ > 2) shapes[2][at] = std::tanh(4.0 * thin + 1.0) - std::tanh(1.0);
    if (count_ > 3) shapes[3][at] = std::tanh(4.0 * thin - 1.0) + std::tanh(1.0);
    if (count_ > 4) shapes[4][at] = std::tanh(15.0 * thin);
  }
}

}  // namespace ampsweep::analysis
