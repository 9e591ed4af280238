// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/draw_scene.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "rig/gui/plot/mark_shape.hpp"
#include "rig/gui/plot/thin_line.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr int kMostVertices = 65535;
constexpr int kVerticesOfText = 4;   // a letter
constexpr int kVerticesOfPoint = 4;  // of a line, its smooth edges included
constexpr int kVerticesOfMark = 64;
constexpr std::size_t kRun = 4000;          // points of one polyline: far below 16 bits of vertices
constexpr int kKeptForText = 8000;          // vertices for axes, legend and read-outs
constexpr double kVerticesOfColumn = 16.0;  // up and across, each a line of its own

ImU32 packed(Colour c) { return IM_COL32(c.red, c.green, c.blue, c.alpha); }

bool offsets(const ImDrawList& list) { return (list.Flags & ImDrawListFlags_AllowVtxOffset) != 0; }

/// Draws one item after the other.
class ScenePainter {
 public:
  ScenePainter(ImVec2 origin, ImDrawList& list) : origin_(origin), list_(list) {}

  void operator()(const Path& path) {
    if (path.dash == Dash::Solid) return line(path.points, path);
    for (const auto& dash : dashes_of(path.points, path.dash)) line(dash, path);
  }

  void operator()(const Rectangle& r) {
    if (!room(16)) return;
    const ImVec2 a = at({r.box.left, r.box.top});
    const ImVec2 b = at({r.box.right, r.box.bottom});
    if (r.fill.alpha > 0) list_.AddRectFilled(a, b, packed(r.fill));
    if (r.edge.alpha > 0) list_.AddRect(a, b, packed(r.edge));
  }

  void operator()(const PlotMark& mark) {
    if (!room(kVerticesOfMark)) return;
    const MarkShape shape = mark_shape(mark.marker, mark.at, mark.radius);
    const ImU32 colour = packed(mark.colour);
    if (shape.outline.empty() && shape.strokes.empty()) {
      const auto radius = static_cast<float>(mark.radius);
      if (mark.fill == Fill::Solid) {
        list_.AddCircleFilled(at(mark.at), radius, colour, 12);
      } else {
        list_.AddCircle(at(mark.at), radius, colour, 12, 1.0F);
      }
    }
    if (!shape.outline.empty()) {
      place(shape.outline);
      const int count = static_cast<int>(placed_.size());
      if (mark.fill == Fill::Solid) {
        list_.AddConvexPolyFilled(placed_.data(), count, colour);
      } else {
        list_.AddPolyline(placed_.data(), count, colour, ImDrawFlags_Closed, 1.0F);
      }
    }
    for (const auto& [a, b] : shape.strokes) list_.AddLine(at(a), at(b), colour, 2.0F);
  }

  void operator()(const Label& label) {
    if (!room(kVerticesOfText * static_cast<int>(label.text.size()))) return;
    const char* begin = label.text.data();
    const char* end = begin + label.text.size();
    const double width = static_cast<double>(ImGui::CalcTextSize(begin, end).x);
    double x = label.at.x;
    if (label.align == Align::Centre) x -= width / 2.0;
    if (label.align == Align::Right) x -= width;
    list_.AddText(at({std::round(x), std::round(label.at.y)}), packed(label.colour), begin, end);
  }

 private:
  [[nodiscard]] ImVec2 at(Point p) const {
    return {origin_.x + static_cast<float>(p.x), origin_.y + static_cast<float>(p.y)};
  }

  [[nodiscard]] bool room(int vertices) const {
    return offsets(list_) || list_.VtxBuffer.Size + vertices <= kMostVertices;
  }

  void place(std::span<const Point> points) {
    placed_.clear();
    for (const Point& p : points) placed_.push_back(at(p));
  }

  void line(const std::vector<Point>& points, const Path& path) {
    const std::vector<Point> thin = thin_line(points);
    for (std::span<const Point> run : gentle_runs(thin)) {
      while (run.size() > 1) {
        const auto part = run.first(std::min(run.size(), kRun));
        run = run.subspan(part.size() - 1);
        const int count = static_cast<int>(part.size());
        if (!room(count * kVerticesOfPoint)) return;
        place(part);
        list_.AddPolyline(placed_.data(), count, packed(path.colour), ImDrawFlags_None,
                          static_cast<float>(path.width));
      }
    }
  }

  ImVec2 origin_;
  ImDrawList& list_;
  std::vector<ImVec2> placed_;
};

}  // namespace

void draw_scene(const PlotScene& scene, ImVec2 origin, ImDrawList& list) {
  ScenePainter paint{origin, list};
  for (const SceneItem& item : scene.back) std::visit(paint, item);
  const auto corner = [origin](double x, double y) {
    return ImVec2{origin.x + static_cast<float>(x), origin.y + static_cast<float>(y)};
  };
  list.PushClipRect(corner(scene.area.left, scene.area.top),
                    corner(scene.area.right, scene.area.bottom), true);
  for (const SceneItem& item : scene.traces) std::visit(paint, item);
  list.PopClipRect();
  for (const SceneItem& item : scene.front) std::visit(paint, item);
}

double column_for(const ImDrawList& list, std::size_t lines, double width) {
  if (offsets(list)) return 1.0;
  const double left = std::max(1000, kMostVertices - kKeptForText - list.VtxBuffer.Size);
  return std::max(1.0, std::ceil(static_cast<double>(lines) * width * kVerticesOfColumn / left));
}

}  // namespace ampsweep::rig::gui
