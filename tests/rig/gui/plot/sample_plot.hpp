// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>

#include "rig/gui/plot/plot_layout.hpp"

namespace ampsweep::rig::gui {

/// Every letter 7 x 13 pixels, as in the built-in font of Dear ImGui.
inline Size letters_of_7(std::string_view text) {
  return {7.0 * static_cast<double>(text.size()), 13.0};
}

/// Two lines over 0..10 s: y = x and y = 10 - x.
inline Plot crossing_lines() {
  std::vector<double> up;
  std::vector<double> down;
  for (int i = 0; i <= 10; ++i) {
    up.push_back(i);
    down.push_back(10 - i);
  }
  return {"crossing",
          {"time", Unit::Seconds, Scale::Linear, {}},
          {"voltage", Unit::Volts, Scale::Linear, {}},
          {{"up", TraceKind::Line, TraceData::uniform(0, 1, up), {}},
           {"down", TraceKind::Line, TraceData::uniform(0, 1, down), {}}}};
}

/// Levels of harmonics 2 to 5; the fourth lies below its limit, the fifth was not measured.
inline Plot harmonic_bars() {
  return {"",
          {"harmonic", Unit::Count, Scale::Linear, {}},
          {"level", Unit::Dbc, Scale::Linear, {}},
          {{"amp",
            TraceKind::Bars,
            TraceData::points({2, 3, 4, 5}, std::vector<double>{-20, -40, -95, NAN},
                              std::vector<double>{-90, -90, -90, -85}),
            {}}}};
}

inline PlotLayout laid_out(const Plot& plot, const PlotView& view, Size size = {800, 400}) {
  return lay_out(plot, shown_ranges(plot, view), size, letters_of_7);
}

}  // namespace ampsweep::rig::gui
