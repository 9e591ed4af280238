// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string_view>

namespace ampsweep::rig::gui {

/// Pixels, x to the right, y down, from the plot's own top left corner.
struct Point {
  double x{0.0};
  double y{0.0};
  friend bool operator==(const Point&, const Point&) = default;
};

struct Size {
  double width{0.0};
  double height{0.0};
};

struct Box {
  double left{0.0};
  double top{0.0};
  double right{0.0};
  double bottom{0.0};

  [[nodiscard]] double width() const { return right - left; }
  [[nodiscard]] double height() const { return bottom - top; }
  [[nodiscard]] bool contains(Point p) const {
    return p.x >= left && p.x < right && p.y >= top && p.y < bottom;
  }
  friend bool operator==(const Box&, const Box&) = default;
};

/// How large a line of text is drawn. The window asks its font, a file reckons with an average.
using TextSize = std::function<Size(std::string_view)>;

}  // namespace ampsweep::rig::gui
