// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "rig/gui/plot/axis_map.hpp"
#include "rig/gui/plot/geometry.hpp"
#include "rig/gui/plot/trace_data.hpp"

namespace ampsweep::rig::gui {

/// Where a trace is drawn.
struct Canvas {
  Box area;
  AxisMap x;  ///< Rising to the right.
  AxisMap y;
  double column{1.0};  ///< Pixels in which many points become their extremes.
};

/// The points [first, last) that lie on the canvas.
struct Span {
  std::size_t first{0};
  std::size_t last{0};
  [[nodiscard]] std::size_t size() const { return last - first; }
};
[[nodiscard]] Span visible(const TraceData& data, const Canvas& canvas);

enum class Joint { Straight, Stepped };

/// A line in pixels, in pieces: NaN, infinities and, on a logarithmic axis, zero leave a gap. A
/// piece of one point is a point between two gaps.
///
/// Promise: where a column holds more than a few points it is drawn from its lowest to its highest,
///          so no peak is lost; elsewhere every point is drawn. At most 4 points a column and kind
///          of joint, whatever the data. Coordinates stay near the area, however far one zooms in.
/// Cost:    O(columns * log n).
[[nodiscard]] std::vector<std::vector<Point>> line_pieces(const TraceData& data,
                                                          const Canvas& canvas, Joint joint);

/// The same of the detection limits.
[[nodiscard]] std::vector<std::vector<Point>> limit_pieces(const TraceData& data,
                                                           const Canvas& canvas);

}  // namespace ampsweep::rig::gui
