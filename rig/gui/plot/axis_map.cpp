// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/axis_map.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig::gui {
namespace {

constexpr double kMost = 1e100;  // squares stay finite
constexpr double kNarrowest =
    1e-12;  // of the larger end: a pixel still is several steps of a double

bool too_narrow(Range range) {
  const double larger = std::max(std::abs(range.low), std::abs(range.high));
  return !(range.high - range.low > kNarrowest * larger);
}

Range usable_linear(Range r) {
  if (!too_narrow(r)) return r;
  const double half = r.low == 0.0 ? 1.0 : std::abs(r.low) * 0.05;
  return {r.low - half, r.high + half};
}

Range usable_log(Range r) {
  constexpr double kDecadesBelow = 1e-3;  // shown when the low end is none
  if (r.high <= 0.0) return {1.0, 10.0};
  r.high = std::max(r.high, 2.0 / kMost);
  if (r.low <= 0.0) r.low = r.high * kDecadesBelow;
  if (too_narrow(r)) r = {r.low / std::sqrt(10.0), r.high * std::sqrt(10.0)};
  return r;
}

double laid_out(double value, Scale scale) {
  return scale == Scale::Log ? std::log10(value) : value;
}

}  // namespace

Range usable_range(Range wanted, Scale scale) {
  if (std::isnan(wanted.low) || std::isnan(wanted.high)) {
    return scale == Scale::Log ? Range{1.0, 10.0} : Range{0.0, 1.0};
  }
  Range r{std::clamp(wanted.low, -kMost, kMost), std::clamp(wanted.high, -kMost, kMost)};
  if (r.low > r.high) std::swap(r.low, r.high);
  return scale == Scale::Log ? usable_log(r) : usable_linear(r);
}

Range united(Range a, Range b) { return {std::min(a.low, b.low), std::max(a.high, b.high)}; }

AxisMap::AxisMap(Range range, Scale scale, double at_low, double at_high)
    : range_(usable_range(range, scale)),
      scale_(scale),
      at_low_(at_low),
      at_high_(at_high),
      low_(laid_out(range_.low, scale)),
      per_pixel_((laid_out(range_.high, scale) - low_) / (at_high - at_low)) {}

double AxisMap::pixel(double value) const {
  return at_low_ + (laid_out(value, scale_) - low_) / per_pixel_;
}

double AxisMap::value(double pixel) const {
  const double at = low_ + (pixel - at_low_) * per_pixel_;
  return scale_ == Scale::Log ? std::pow(10.0, at) : at;
}

double AxisMap::length() const { return std::abs(at_high_ - at_low_); }

double AxisMap::resolution(double value) const {
  const double step = std::abs(per_pixel_);
  return scale_ == Scale::Log ? std::abs(value) * std::log(10.0) * step : step;
}

Range panned(const AxisMap& map, double pixels) {
  const Range moved{map.value(map.at_low() - pixels), map.value(map.at_high() - pixels)};
  const bool kept = std::isfinite(moved.low) && std::isfinite(moved.high) &&
                    usable_range(moved, map.scale()) == moved;
  return kept ? moved : map.range();
}

Range zoomed(const AxisMap& map, double pixel, double factor) {
  const Range shown{map.value(pixel + (map.at_low() - pixel) * factor),
                    map.value(pixel + (map.at_high() - pixel) * factor)};
  const bool kept = std::isfinite(shown.low) && std::isfinite(shown.high) &&
                    usable_range(shown, map.scale()) == shown;
  return kept ? shown : map.range();
}

Range between(const AxisMap& map, double one, double other) {
  const double a = map.value(one);
  const double b = map.value(other);
  return usable_range({std::min(a, b), std::max(a, b)}, map.scale());
}

}  // namespace ampsweep::rig::gui
