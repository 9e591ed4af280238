// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/mark_shape.hpp"

#include <array>
#include <cmath>

namespace ampsweep::rig::gui {

MarkShape mark_shape(Marker marker, Point at, double r) {
  const double s = r * 0.85;
  const auto p = [at](double dx, double dy) { return Point{at.x + dx, at.y + dy}; };
  switch (marker) {
    case Marker::Circle:
      return {};
    case Marker::Square:
      return {{p(-s, -s), p(s, -s), p(s, s), p(-s, s)}, {}};
    case Marker::Triangle:
      return {{p(0, -r), p(r, r * 0.8), p(-r, r * 0.8)}, {}};
    case Marker::DownTriangle:
      return {{p(-r, -r * 0.8), p(r, -r * 0.8), p(0, r)}, {}};
    case Marker::Diamond:
      return {{p(0, -r), p(r, 0), p(0, r), p(-r, 0)}, {}};
    case Marker::Cross:
      return {{}, {{p(-s, -s), p(s, s)}, {p(-s, s), p(s, -s)}}};
    case Marker::Plus:
      return {{}, {{p(-r, 0), p(r, 0)}, {p(0, -r), p(0, r)}}};
  }
  return {};
}

std::span<const double> dash_lengths(Dash dash) {
  static constexpr std::array<double, 2> kDashed{9.0, 5.0};
  static constexpr std::array<double, 2> kDotted{2.0, 4.0};
  static constexpr std::array<double, 4> kDashDot{10.0, 4.0, 2.0, 4.0};
  switch (dash) {
    case Dash::Solid:
      return {};
    case Dash::Dashed:
      return kDashed;
    case Dash::Dotted:
      return kDotted;
    case Dash::DashDot:
      return kDashDot;
  }
  return {};
}

std::vector<std::vector<Point>> dashes_of(const std::vector<Point>& line, Dash dash) {
  const std::span<const double> lengths = dash_lengths(dash);
  if (lengths.empty() || line.size() < 2) return {line};
  std::vector<std::vector<Point>> found;
  std::size_t phase = 0;  // even: on
  double left = lengths[0];
  found.push_back({line[0]});
  for (std::size_t i = 1; i < line.size(); ++i) {
    const Point a = line[i - 1];
    const Point b = line[i];
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    double gone = 0.0;
    while (length - gone > left) {
      gone += left;
      const Point here{a.x + (b.x - a.x) * gone / length, a.y + (b.y - a.y) * gone / length};
      if (phase % 2 == 0) found.back().push_back(here);
      phase = (phase + 1) % lengths.size();
      left = lengths[phase];
      if (phase % 2 == 0) found.push_back({here});
    }
    left -= length - gone;
    if (phase % 2 == 0) found.back().push_back(b);
  }
  if (found.back().size() < 2) found.pop_back();
  return found;
}

std::vector<std::span<const Point>> gentle_runs(const std::vector<Point>& line) {
  std::vector<std::span<const Point>> runs;
  const std::span<const Point> all{line};
  std::size_t begin = 0;
  for (std::size_t i = 1; i + 1 < line.size(); ++i) {
    const double dot = (line[i].x - line[i - 1].x) * (line[i + 1].x - line[i].x) +
                       (line[i].y - line[i - 1].y) * (line[i + 1].y - line[i].y);
    if (dot < 0.0) {
      runs.push_back(all.subspan(begin, i - begin + 1));
      begin = i;
    }
  }
  if (line.size() > begin + 1) runs.push_back(all.subspan(begin));
  return runs;
}

}  // namespace ampsweep::rig::gui
