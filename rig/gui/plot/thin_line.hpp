// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "rig/gui/plot/geometry.hpp"

namespace ampsweep::rig::gui {

/// How far a drawn line may pass from a point that was left out: too little to see.
inline constexpr double kThinPixels = 0.1;

/// The line without the points it does not need: each left out lies within kThinPixels, measured
/// up or down, of the line that is left. Smooth curves keep a quarter of their points; what goes
/// back or straight up keeps them all. One pass (sleeve fitting, Zhao and Saalfeld 1997).
[[nodiscard]] std::vector<Point> thin_line(std::span<const Point> line);

}  // namespace ampsweep::rig::gui
