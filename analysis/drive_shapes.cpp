// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/drive_shapes.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <utility>

namespace ampsweep::analysis {
namespace {

constexpr double kLeadSeconds = 0.01;  ///< 3 time constants and more of every high-pass.

/// tanh to 0.024, and the same to both sides: a quotient is vectorised, tanh is not.
double bent(double u) {
  const double v = std::min(3.0, std::max(-3.0, u));
  return v * (27.0 + v * v) / (27.0 + 9.0 * v * v);
}

/// What a first-order high-pass leaves of x, in units of the loudness.
void high_pass(std::span<const float> x, double corner_over_rate, double loudness,
               std::vector<double>& thin) {
  const double turn = std::tan(std::numbers::pi * corner_over_rate);
  double low = 0.0;
  for (std::size_t n = 0; n < x.size(); ++n) {
    const double whole = static_cast<double>(x[n]) / loudness;
    const double move = (whole - low) * turn / (1.0 + turn);  // trapezoidal one-pole
    thin[n] = whole - low - move;
    low += 2.0 * move;
  }
}

}  // namespace

std::vector<DriveShape> drive_shapes() {
  std::vector<DriveShape> all{{}};
  for (const double corner : {0.0, 100.0, 300.0, 800.0}) {
    for (const double drive : {1.5, 5.0, 20.0}) {
      for (const double lean : {0.0, 1.0, -1.0}) {
        all.push_back({corner, drive, lean});
      }
    }
  }
  return all;
}

std::vector<DriveShape> usual_shapes() {
  return {{}, {0.0, 3.0, 0.0}, {300.0, 4.0, 1.0}, {300.0, 4.0, -1.0}, {300.0, 15.0, 0.0}};
}

ShapeMaker::ShapeMaker(SampleRate rate, double loudness, std::vector<DriveShape> shapes)
    : rate_(static_cast<double>(rate.value())),
      loudness_(loudness),
      shapes_(std::move(shapes)),
      lead_(static_cast<std::size_t>(kLeadSeconds * rate_)) {
  assert(loudness > 0.0 && !shapes_.empty());
}

void ShapeMaker::make(std::span<const float> x, std::vector<std::vector<double>>& made) const {
  std::vector<double> thin(x.size());
  double corner = -1.0;
  for (std::size_t i = 0; i < shapes_.size(); ++i) {
    const DriveShape& shape = shapes_[i];
    if (shape.corner_hz != corner) {
      corner = shape.corner_hz;
      high_pass(x, corner / rate_, loudness_, thin);
    }
    if (shape.drive == 0.0) {
      std::copy(thin.begin() + static_cast<std::ptrdiff_t>(lead_), thin.end(), made[i].begin());
      continue;
    }
    const double rest = bent(shape.lean);
    std::transform(thin.begin() + static_cast<std::ptrdiff_t>(lead_), thin.end(), made[i].begin(),
                   [&shape, rest](double v) { return bent(shape.drive * v + shape.lean) - rest; });
  }
}

}  // namespace ampsweep::analysis
