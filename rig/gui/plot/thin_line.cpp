// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/thin_line.hpp"

#include <algorithm>
#include <limits>

namespace ampsweep::rig::gui {
namespace {

/// Slopes from one point that pass all points since.
struct Sleeve {
  double low{-std::numeric_limits<double>::infinity()};
  double high{std::numeric_limits<double>::infinity()};

  [[nodiscard]] bool holds(double slope) const { return slope >= low && slope <= high; }
  void narrow(Point from, Point past) {
    low = std::max(low, (past.y - kThinPixels - from.y) / (past.x - from.x));
    high = std::min(high, (past.y + kThinPixels - from.y) / (past.x - from.x));
  }
};

}  // namespace

std::vector<Point> thin_line(std::span<const Point> line) {
  std::vector<Point> kept;
  if (line.empty()) return kept;
  kept.push_back(line.front());
  Sleeve sleeve;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Point p = line[i];
    Point from = kept.back();
    const bool onward = p.x > from.x && p.x > line[i - 1].x;
    if (!onward || !sleeve.holds((p.y - from.y) / (p.x - from.x))) {
      if (i > 1 && !(kept.back() == line[i - 1])) kept.push_back(line[i - 1]);
      from = kept.back();
      sleeve = {};
    }
    if (p.x > from.x) {
      sleeve.narrow(from, p);
    } else {
      kept.push_back(p);
      sleeve = {};
    }
  }
  if (!(kept.back() == line.back())) kept.push_back(line.back());
  return kept;
}

}  // namespace ampsweep::rig::gui
