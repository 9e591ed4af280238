// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "rig/gui/plot/geometry.hpp"
#include "rig/gui/plot/plot_style.hpp"

namespace ampsweep::rig::gui {

/// What a marker is made of. Nothing at all: a circle.
struct MarkShape {
  std::vector<Point> outline;  ///< Convex, clockwise.
  std::vector<std::pair<Point, Point>> strokes;
};
[[nodiscard]] MarkShape mark_shape(Marker marker, Point at, double radius);

/// Pixels on, off, on ...; empty: solid.
[[nodiscard]] std::span<const double> dash_lengths(Dash dash);

/// A line cut into its dashes, by the length along it.
[[nodiscard]] std::vector<std::vector<Point>> dashes_of(const std::vector<Point>& line, Dash dash);

/// A line cut where it turns back by more than a right angle: joints sharper than that would be
/// drawn as spikes, which look like peaks.
[[nodiscard]] std::vector<std::span<const Point>> gentle_runs(const std::vector<Point>& line);

}  // namespace ampsweep::rig::gui
