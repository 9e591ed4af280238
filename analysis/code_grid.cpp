// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/code_grid.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace ampsweep::analysis {
namespace {

constexpr float kCode24 = 1.0F / 8388608.0F;
constexpr std::uint64_t kLeastSamples = 1000;
constexpr std::size_t kMostMagnitudes = 1024;
constexpr std::size_t kLeastMagnitudes = 16;
constexpr double kMostStrays = 0.005;
constexpr double kMostHeld = 0.7;
constexpr std::uint32_t kBlock = 256;
constexpr double kQuietSteps = 16.0;
constexpr double kLeastQuiet = 2000.0;
constexpr double kDeepBits = 20.5;
constexpr double kHeardBits = 18.5;  ///< Finer steps need no dither: any amp's noise is more.
constexpr double kCodesApart = 2.0;  ///< Rounding and dither move a scaled grid's codes this far.

/// Bucket of a magnitude: 0 for 2^-25 and less.
std::size_t level_of(float magnitude) {
  if (!(magnitude > 0.0F)) return 0;
  const int power = std::ilogb(magnitude) + static_cast<int>(CodeGrid::kLevels) - 1;
  return static_cast<std::size_t>(std::clamp(power, 0, static_cast<int>(CodeGrid::kLevels) - 1));
}

double bits_of(double step) { return 1.0 - std::log2(step); }

/// Middles of groups of magnitudes that lie closer than rounding moves them; nothing when a group
/// is wider, because then there is no coarse grid.
std::vector<double> grid_points(const std::set<float>& magnitudes) {
  const double apart = 2.0 * kCodesApart * static_cast<double>(kCode24);
  std::vector<double> points;
  double first = 0.0;  // zero is on every grid
  double last = 0.0;
  for (const float one : magnitudes) {
    const auto x = static_cast<double>(one);
    if (x - last <= apart) {
      last = x;
    } else {
      if (last - first > 2.0 * apart) return {};
      points.push_back(0.5 * (first + last));
      first = last = x;
    }
  }
  points.push_back(0.5 * (first + last));
  return points;
}

/// The step that all points are multiples of, from the smallest distance outward; 0: none.
double common_step(const std::vector<double>& points) {
  if (points.size() < kLeastMagnitudes) return 0.0;
  double step = points.back();
  for (std::size_t i = 1; i < points.size(); ++i) step = std::min(step, points[i] - points[i - 1]);
  const double slack = kCodesApart * static_cast<double>(kCode24);
  if (step < 8.0 * slack) return 0.0;
  double squares = 0.0;
  double products = 0.0;
  for (const double x : points) {
    const double multiple = std::round(x / step);
    if (std::abs(x - multiple * step) > std::max(slack, 0.2 * step)) return 0.0;
    squares += multiple * multiple;
    products += multiple * x;
    if (squares > 0.0) step = products / squares;
  }
  const bool fits = std::all_of(points.begin(), points.end(), [&](double x) {
    return std::abs(x - std::round(x / step) * step) <= slack;
  });
  return fits ? step : 0.0;
}

}  // namespace

void CodeGrid::end_block() {
  if (repeats_ + 1 < kBlock) {  // it moves
    ++quiet_[level_of(block_peak_)];
    held_[level_of(block_peak_)] += repeats_;
  }
  block_peak_ = 0.0F;
  repeats_ = 0;
  block_filled_ = 0;
}

void CodeGrid::add_code(float x) {
  if (x == last_ && block_filled_ > 0) ++repeats_;
  last_ = x;
  const float magnitude = std::abs(x);
  block_peak_ = std::max(block_peak_, magnitude);
  if (++block_filled_ == kBlock) end_block();
  if (magnitude == 0.0F || !std::isfinite(x)) return;
  ++sounding_;
  const double code = static_cast<double>(magnitude) * 8388608.0;
  if (code < 1e15 && code == std::floor(code)) {
    const auto zeros = std::countr_zero(static_cast<std::uint64_t>(code));
    ++low_zeros_[static_cast<std::size_t>(std::min(zeros, 24))];
  } else {
    ++between_codes_;
  }
  if (smallest_.size() < kMostMagnitudes) {
    smallest_.insert(magnitude);
  } else if (magnitude < *smallest_.rbegin() && smallest_.insert(magnitude).second) {
    smallest_.erase(std::prev(smallest_.end()));
  }
}

void CodeGrid::add(std::span<const float> block) {
  for (const float x : block) add_code(x);
}

CodeGridFigures CodeGrid::padded_grid() const {
  CodeGridFigures figures;
  const double most = kMostStrays * static_cast<double>(sounding_);
  std::uint64_t off = between_codes_;
  std::size_t zeros = 0;
  if (static_cast<double>(off) > most) return figures;
  figures.step = static_cast<double>(kCode24);
  while (zeros < 23 && static_cast<double>(off + low_zeros_[zeros]) <= most)
    off += low_zeros_[zeros++];
  figures.step *= std::exp2(static_cast<double>(zeros));
  figures.bits = bits_of(figures.step);
  figures.padded = zeros > 0;
  figures.strays = static_cast<double>(off) / static_cast<double>(sounding_);
  return figures;
}

CodeGridFigures CodeGrid::scaled_grid() const {
  CodeGridFigures figures;
  figures.step = common_step(grid_points(smallest_));
  if (figures.step > 0.0) figures.bits = bits_of(figures.step);
  return figures;
}

void CodeGrid::judge_dither(CodeGridFigures& figures) const {
  for (std::size_t level = 0; level < kLevels; ++level) {
    const double highest =
        std::exp2(static_cast<double>(level) - static_cast<double>(kLevels) + 2.0);
    if (highest > kQuietSteps * figures.step) break;
    figures.held += static_cast<double>(held_[level]);
    figures.quiet_samples += static_cast<double>(kBlock) * static_cast<double>(quiet_[level]);
  }
  if (figures.quiet_samples < kLeastQuiet) {
    figures.held = 0.0;
    figures.undithered = Answer::CannotTell;
    return;
  }
  figures.held /= figures.quiet_samples;
  figures.undithered = figures.held > kMostHeld ? Answer::Yes : Answer::No;
}

CodeGridFigures CodeGrid::judge(int stored_bits) const {
  CodeGridFigures figures;
  figures.undithered = Answer::CannotTell;
  if (sounding_ < kLeastSamples || smallest_.size() < kLeastMagnitudes) {
    figures.shallow = Answer::CannotTell;
    return figures;
  }
  figures = padded_grid();
  if (!figures.padded) {
    const auto scaled = scaled_grid();
    if (scaled.step > 0.0) figures = scaled;
  }
  figures.shallow =
      figures.bits <= std::min(kDeepBits, stored_bits - 2.0) ? Answer::Yes : Answer::No;
  if (figures.step > 0.0 && figures.bits <= kHeardBits) judge_dither(figures);
  return figures;
}

}  // namespace ampsweep::analysis
