// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sound_curve.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <utility>

namespace ampsweep::analysis {
namespace {

/// Harmonic mean of the slopes on both sides, 0 at an extreme: keeps the cubic monotone.
double middle_slope(double width_before, double before, double width_after, double after) {
  if (before * after <= 0.0) return 0.0;
  const double a = 2.0 * width_after + width_before;
  const double b = width_after + 2.0 * width_before;
  return (a + b) / (a / before + b / after);
}

/// One-sided, of second order, held back where it would overshoot.
double end_slope(double width, double slope, double next_width, double next_slope) {
  const double wanted =
      ((2.0 * width + next_width) * slope - width * next_slope) / (width + next_width);
  if (wanted * slope <= 0.0) return 0.0;
  if (slope * next_slope <= 0.0 && std::abs(wanted) > 3.0 * std::abs(slope)) return 3.0 * slope;
  return wanted;
}

}  // namespace

SoundCurve::SoundCurve(std::vector<double> at, std::vector<std::vector<double>> level_db)
    : at_(std::move(at)), level_db_(std::move(level_db)) {
  assert(at_.size() >= 2 && at_.size() == level_db_.size());
  assert(std::adjacent_find(at_.begin(), at_.end(), std::greater_equal<>{}) == at_.end());
  const std::size_t last = at_.size() - 1;
  slope_.assign(at_.size(), std::vector<double>(features()));
  for (std::size_t f = 0; f < features(); ++f) {
    std::vector<double> width;
    std::vector<double> rise;
    for (std::size_t i = 0; i < last; ++i) {
      width.push_back(at_[i + 1] - at_[i]);
      rise.push_back((level_db_[i + 1][f] - level_db_[i][f]) / width[i]);
    }
    for (std::size_t i = 1; i < last; ++i) {
      slope_[i][f] = middle_slope(width[i - 1], rise[i - 1], width[i], rise[i]);
    }
    const bool straight = last == 1;
    slope_[0][f] = straight ? rise[0] : end_slope(width[0], rise[0], width[1], rise[1]);
    slope_[last][f] =
        straight ? rise[0]
                 : end_slope(width[last - 1], rise[last - 1], width[last - 2], rise[last - 2]);
  }
}

std::vector<double> SoundCurve::level_db(double position) const {
  const double inside = std::clamp(position, low(), high());
  const auto above = std::upper_bound(at_.begin() + 1, at_.end() - 1, inside);
  const auto right = static_cast<std::size_t>(above - at_.begin());
  const std::size_t left = right - 1;
  const double width = at_[right] - at_[left];
  const double t = (inside - at_[left]) / width;
  const double u = 1.0 - t;
  std::vector<double> level(features());
  for (std::size_t f = 0; f < level.size(); ++f) {
    level[f] = u * u * (1.0 + 2.0 * t) * level_db_[left][f] +
               t * t * (1.0 + 2.0 * u) * level_db_[right][f] +
               width * t * u * (u * slope_[left][f] - t * slope_[right][f]);
    if (position < low()) level[f] += (position - low()) * slope_.front()[f];
    if (position > high()) level[f] += (position - high()) * slope_.back()[f];
  }
  return level;
}

std::vector<double> SoundCurve::change_db(double from, double to) const {
  auto change = level_db(to);
  const auto start = level_db(from);
  for (std::size_t f = 0; f < change.size(); ++f) change[f] -= start[f];
  return change;
}

std::vector<double> SoundCurve::slope_db(double position) const {
  constexpr double kStep = 0.01;
  auto slope = change_db(position - kStep, position + kStep);
  for (double& one : slope) one /= 2.0 * kStep;
  return slope;
}

}  // namespace ampsweep::analysis
