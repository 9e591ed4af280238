// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>

#include "rig/gui/plot/geometry.hpp"
#include "rig/gui/plot/plot.hpp"

namespace ampsweep::rig::gui {

/// What one axis shows. Shared by several plots it links them: what moves one moves all.
struct AxisView {
  std::optional<Range> range;  ///< Empty: fitted to the data, and following it.

  /// What one plot would fit in this frame. Plots that share an axis fit all of what they show, so
  /// each reports; `frame` counts up.
  void report(int frame, std::optional<Range> extent);
  /// All that was reported in this frame and the one before; empty: nothing was.
  [[nodiscard]] std::optional<Range> reported() const;

 private:
  int frame_{0};
  std::optional<Range> before_;
  std::optional<Range> now_;
};

/// A drag that is under way; the plot's own.
struct PlotDrag {
  enum class Kind { None, Pan, PanX, PanY, Box };
  Kind kind{Kind::None};
  Point from;
  Point to;
  AxisMap x;  ///< As it was when the button went down.
  AxisMap y;
  bool moved{false};  ///< Far enough to be no click.
};

/// All that a user changed about a plot. Owned by the panel, kept between frames.
/// Link x axes with `second.x = first.x`; a copy of a view shares both its axes.
struct PlotView {
  std::shared_ptr<AxisView> x = std::make_shared<AxisView>();
  std::shared_ptr<AxisView> y = std::make_shared<AxisView>();
  std::set<std::string> hidden;  ///< Names of traces.
  std::optional<double> cursor_a;
  std::optional<double> cursor_b;
  std::optional<double> cursor_a_before;  ///< What a double click takes its first click back to.
  PlotDrag drag;

  [[nodiscard]] bool shows(const Trace& trace) const {
    return trace.data != nullptr && hidden.count(trace.name) == 0;
  }
};

struct ShownRanges {
  Range x;
  Range y;
};

/// What the visible traces reach; empty when they have no point that the axis can show.
[[nodiscard]] std::optional<Range> x_extent(const Plot& plot, const PlotView& view);
/// The same of y, over the points in `x`. Bars reach their base, limits count.
[[nodiscard]] std::optional<Range> y_extent(const Plot& plot, const PlotView& view, Range x);

/// Where bars stand: zero, or the foot of the plot where zero means nothing (levels, log axes).
[[nodiscard]] bool bars_from_zero(const Axis& y);

/// Reports what the plot would fit to the axes it may share. Once a frame, before shown_ranges().
void report_extents(const Plot& plot, PlotView& view, int frame);

/// The ranges to show: those chosen, else fitted to what was reported, else to this plot alone.
[[nodiscard]] ShownRanges shown_ranges(const Plot& plot, const PlotView& view);

/// Back to fitted on both axes.
void fit(PlotView& view);

}  // namespace ampsweep::rig::gui
