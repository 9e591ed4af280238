// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/spline_curve.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "analysis/hermitian.hpp"

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kStartPlaces = 512;  ///< Where the straight line is fitted at first.

}  // namespace

SplineCurve::SplineCurve(double scale, double largest)
    : scale_(scale), reach_(std::asinh(largest / scale) * 1.0001), weights_(kTerms, 0.0) {
  assert(scale > 0.0 && largest > 0.0);
  std::vector<double> gram(kTerms * kTerms, 0.0);
  for (std::size_t i = 0; i <= kStartPlaces; ++i) {
    const double s = reach_ * (2.0 * static_cast<double>(i) / kStartPlaces - 1.0);
    const double v = scale_ * std::sinh(s);
    const Place place = at(v);
    for (std::size_t a = 0; a < 4; ++a) {
      weights_[place.first + a] += place.value[a] * v;
      for (std::size_t b = 0; b < 4; ++b) {
        gram[(place.first + a) * kTerms + place.first + b] += place.value[a] * place.value[b];
      }
    }
  }
  for (std::size_t k = 0; k < kTerms; ++k) gram[k * kTerms + k] += 1e-9;
  cholesky(std::span(gram), kTerms);
  solve_cholesky(std::span<const double>(gram), std::span(weights_));
}

SplineCurve::Place SplineCurve::at(double v) const {
  const double s = std::asinh(v / scale_);
  const double cells = static_cast<double>(kCells);
  const double per_s = cells / (2.0 * reach_);
  const double inside = std::clamp((s + reach_) * per_s, 0.0, cells);
  const double cell = std::min(std::floor(inside), cells - 1.0);
  const double t = inside - cell;
  const double beyond = (s + reach_) * per_s - inside;  // in cells, 0 inside the range
  Place place;
  place.first = static_cast<std::size_t>(cell);
  const double r = 1.0 - t;
  place.value = {r * r * r / 6.0, (3.0 * t * t * t - 6.0 * t * t + 4.0) / 6.0,
                 (3.0 * r * r * r - 6.0 * r * r + 4.0) / 6.0, t * t * t / 6.0};
  const std::array<double, 4> per_cell{-r * r / 2.0, (3.0 * t * t - 4.0 * t) / 2.0,
                                       (4.0 * r - 3.0 * r * r) / 2.0, t * t / 2.0};
  const double ds_dv = 1.0 / std::hypot(v, scale_);
  for (std::size_t k = 0; k < 4; ++k) {
    place.value[k] += beyond * per_cell[k];
    place.slope[k] = per_cell[k] * per_s * ds_dv;
  }
  return place;
}

double SplineCurve::value(double v) const {
  const Place place = at(v);
  double sum = 0.0;
  for (std::size_t k = 0; k < 4; ++k) sum += weights_[place.first + k] * place.value[k];
  return sum;
}

double SplineCurve::slope(double v) const {
  const Place place = at(v);
  double sum = 0.0;
  for (std::size_t k = 0; k < 4; ++k) sum += weights_[place.first + k] * place.slope[k];
  return sum;
}

void SplineCurve::set_weights(std::span<const double> weights) {
  assert(weights.size() == kTerms);
  weights_.assign(weights.begin(), weights.end());
}

}  // namespace ampsweep::analysis
