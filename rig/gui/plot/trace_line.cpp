// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/trace_line.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace ampsweep::rig::gui {
namespace {

constexpr double kBeyond = 4096.0;     // pixels around the area that floats still draw well
constexpr std::size_t kFewPoints = 2;  // in a column: drawn as they are
constexpr double kFlat = 0.5;          // pixels: a column no higher than this is one point

using Pieces = std::vector<std::vector<Point>>;

/// Cuts a segment to a box (Liang and Barsky 1984). False: nothing is left.
bool cut(Point& a, Point& b, const Box& box) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  double from = 0.0;
  double to = 1.0;
  const auto edge = [&](double slope, double room) {
    if (slope == 0.0) return room >= 0.0;
    const double t = room / slope;
    if (slope < 0.0) {
      from = std::max(from, t);
    } else {
      to = std::min(to, t);
    }
    return from <= to;
  };
  if (!edge(-dx, a.x - box.left) || !edge(dx, box.right - a.x) || !edge(-dy, a.y - box.top) ||
      !edge(dy, box.bottom - a.y)) {
    return false;
  }
  const Point start = a;
  if (to < 1.0) b = {start.x + to * dx, start.y + to * dy};
  if (from > 0.0) a = {start.x + from * dx, start.y + from * dy};
  return true;
}

/// Draws from point to point and lifts at what has no place.
class Pen {
 public:
  explicit Pen(const Box& area)
      : box_{area.left - kBeyond, area.top - kBeyond, area.right + kBeyond, area.bottom + kBeyond} {
  }

  void to(Point p) {
    if (!std::isfinite(p.x) || !std::isfinite(p.y)) return lift();
    if (!down_) {
      begin();
      if (box_.contains(p)) pieces_.back().push_back(p);
    } else {
      line(last_, p);
    }
    down_ = true;
    last_ = p;
  }

  /// Along one column, beginning at the end that is nearer.
  void column(double x, double one, double other) {
    if (down_ && std::abs(one - last_.y) > std::abs(other - last_.y)) std::swap(one, other);
    to({x, one});
    if (std::abs(one - other) > kFlat) to({x, other});
  }

  void lift() { down_ = false; }
  [[nodiscard]] bool down() const { return down_; }
  [[nodiscard]] double last_y() const { return last_.y; }

  [[nodiscard]] Pieces take() {
    std::erase_if(pieces_, [](const std::vector<Point>& piece) { return piece.empty(); });
    return std::move(pieces_);
  }

 private:
  void begin() {
    if (pieces_.empty() || !pieces_.back().empty()) pieces_.emplace_back();
  }
  void line(Point a, Point b) {
    if (!cut(a, b, box_)) return;
    if (pieces_.back().empty() || !(pieces_.back().back() == a)) {
      begin();
      pieces_.back().push_back(a);
    }
    pieces_.back().push_back(b);
  }

  Box box_;
  Pieces pieces_;
  Point last_;
  bool down_{false};
};

enum class Of { Values, Limits };

/// One walk from left to right.
class LineWalk {
 public:
  LineWalk(const TraceData& data, const Canvas& canvas, Joint joint, Of of)
      : data_(data), canvas_(canvas), joint_(joint), of_(of), pen_(canvas.area) {}

  Pieces walk() {
    const Span seen = visible(data_, canvas_);
    // One more on each side: the line goes on beyond the edge.
    const std::size_t first = seen.first > 0 ? seen.first - 1 : 0;
    const std::size_t last = std::min(seen.last + 1, data_.size());
    const double columns = std::ceil(canvas_.area.width() / canvas_.column);
    if (static_cast<double>(last - first) <= kFewPoints * columns) {
      for (std::size_t i = first; i < last; ++i) point(i);
      return pen_.take();
    }
    for (std::size_t i = first; i < seen.first; ++i) point(i);
    by_columns(seen, static_cast<std::size_t>(columns));
    for (std::size_t i = seen.last; i < last; ++i) point(i);
    return pen_.take();
  }

 private:
  void by_columns(Span seen, std::size_t columns) {
    std::size_t i = seen.first;
    for (std::size_t c = 0; c < columns && i < seen.last; ++c) {
      const double left = canvas_.area.left + static_cast<double>(c) * canvas_.column;
      const double edge = canvas_.x.value(left + canvas_.column);
      const std::size_t next =
          c + 1 == columns ? seen.last : std::min(seen.last, data_.first_at(edge, i));
      if (next - i <= kFewPoints) {
        for (; i < next; ++i) point(i);
      } else if (of_ == Of::Limits) {
        point(i);  // a smooth curve: one point a column is enough
        i = next;
      } else {
        column(left + canvas_.column / 2.0, {i, next});
        i = next;
      }
    }
  }

  void point(std::size_t i) {
    const double value = of_ == Of::Limits ? data_.limit(i) : data_.y(i);
    const Point p{canvas_.x.pixel(data_.x(i)), canvas_.y.pixel(value)};
    if (joint_ == Joint::Stepped && pen_.down() && std::isfinite(p.y)) {
      pen_.to({p.x, pen_.last_y()});
    }
    pen_.to(p);
  }

  /// A column that only rises or falls is its first and its last point: a steep slope stays one
  /// line. Of any other, how far it goes up and down.
  void column(double x, Span points) {
    const std::optional<Range> range = data_.extremes(points.first, points.last);
    if (!range) return pen_.lift();
    const double first = data_.y(points.first);
    const double last = data_.y(points.last - 1);
    const bool slope = joint_ == Joint::Straight && std::min(first, last) == range->low &&
                       std::max(first, last) == range->high;
    if (slope) {
      point(points.first);
      point(points.last - 1);
      return;
    }
    const double high = canvas_.y.pixel(range->high);
    double low = canvas_.y.pixel(range->low);
    if (!std::isfinite(low)) low = canvas_.area.bottom;  // zero, far below a logarithmic axis
    pen_.column(x, low, high);
  }

  const TraceData& data_;
  const Canvas& canvas_;
  Joint joint_;
  Of of_;
  Pen pen_;
};

}  // namespace

Span visible(const TraceData& data, const Canvas& canvas) {
  const Range x = canvas.x.range();
  const std::size_t first = data.first_at(x.low);
  const double beyond = std::nextafter(x.high, std::numeric_limits<double>::infinity());
  return {first, data.first_at(beyond, first)};
}

Pieces line_pieces(const TraceData& data, const Canvas& canvas, Joint joint) {
  return LineWalk{data, canvas, joint, Of::Values}.walk();
}

Pieces limit_pieces(const TraceData& data, const Canvas& canvas) {
  return LineWalk{data, canvas, Joint::Straight, Of::Limits}.walk();
}

}  // namespace ampsweep::rig::gui
