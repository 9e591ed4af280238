// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/corners.hpp"

#include <bit>
#include <cassert>
#include <cstdint>

namespace ampsweep::rig {
namespace {

constexpr int kFewAxes = 4;

/// Axes whose ends must sum to an even number for a corner to be taken, as bits; 0: all corners.
std::uint32_t even_axes(const std::vector<Axis>& axes, Corners which) {
  std::uint32_t bits = 0;
  if (which == Corners::Full) return bits;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const bool crossed = which == Corners::HalfByGain && axes[i].knob.role == KnobRole::Gain;
    if (!crossed) bits |= 1U << i;
  }
  return which == Corners::HalfByGain && std::popcount(bits) < kFewAxes ? 0 : bits;
}

}  // namespace

std::vector<UnitPoint> corner_points(const std::vector<Axis>& axes, Corners which) {
  assert(axes.size() <= 12);
  std::vector<UnitPoint> points;
  if (which == Corners::None) return points;
  const std::uint32_t even = even_axes(axes, which);
  for (std::uint32_t corner = 0; corner < (1U << axes.size()); ++corner) {
    if (std::popcount(corner & even) % 2 != 0) continue;
    UnitPoint& point = points.emplace_back();
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
      point.push_back((corner >> axis & 1U) != 0 ? 1.0 : 0.0);
    }
  }
  return points;
}

}  // namespace ampsweep::rig
