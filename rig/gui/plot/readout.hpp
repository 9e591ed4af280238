// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/gui/plot/plot_layout.hpp"
#include "rig/gui/plot/scene.hpp"

namespace ampsweep::rig::gui {

/// One point of one trace.
struct TracePoint {
  std::size_t trace{0};
  std::size_t point{0};
};

/// Of every visible trace the point nearest to this x (of steps the one that holds there); none of
/// a trace that ends more than a few pixels away.
[[nodiscard]] std::vector<TracePoint> points_at(const Plot& plot, const PlotView& view,
                                                const PlotLayout& layout, double x);

/// The measured point nearest to the pointer, within reach of it. Where very many points lie
/// there only those closest in x are looked at.
[[nodiscard]] std::optional<TracePoint> nearest_point(const Plot& plot, const PlotView& view,
                                                      const PlotLayout& layout, Point pointer);

/// "-12.34 dB", "< -92.00 dB" at or below the limit, "not measured".
[[nodiscard]] std::string point_text(const Plot& plot, const PlotLayout& layout, TracePoint at);

/// The difference of two levels is a ratio.
[[nodiscard]] Unit difference_unit(Unit unit);

/// The hover read-out: a line at the pointer, the values there, a ring around the nearest point.
void add_hover(const Plot& plot, const PlotView& view, const PlotLayout& layout,
               const PlotStyle& style, const TextSize& text_size, Point pointer, PlotScene& scene);

/// Cursors A and B and what lies between them; nothing when neither is set.
void add_cursors(const Plot& plot, const PlotView& view, const PlotLayout& layout,
                 const PlotStyle& style, const TextSize& text_size, PlotScene& scene);

}  // namespace ampsweep::rig::gui
