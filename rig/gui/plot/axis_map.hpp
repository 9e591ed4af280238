// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ampsweep::rig::gui {

enum class Scale { Linear, Log };

/// What an axis shows, from its low end (left, bottom) to its high end.
struct Range {
  double low{0.0};
  double high{1.0};
  friend bool operator==(const Range&, const Range&) = default;
};

/// The nearest range that can be drawn: turned around if need be, widened where it is a point or
/// too narrow for doubles, kept above zero on a logarithmic axis, a default where it is no number.
[[nodiscard]] Range usable_range(Range wanted, Scale scale);

/// The smallest range that holds both.
[[nodiscard]] Range united(Range a, Range b);

/// Between values and pixels of one axis.
class AxisMap {
 public:
  AxisMap() : AxisMap(Range{}, Scale::Linear, 0.0, 1.0) {}
  /// `at_low`, `at_high`: pixels of the two ends; they differ. `range` is made usable first.
  AxisMap(Range range, Scale scale, double at_low, double at_high);

  /// Not finite where the value has no place: NaN, or zero and less on a logarithmic axis.
  [[nodiscard]] double pixel(double value) const;
  [[nodiscard]] double value(double pixel) const;
  [[nodiscard]] Range range() const { return range_; }
  [[nodiscard]] Scale scale() const { return scale_; }
  [[nodiscard]] double at_low() const { return at_low_; }
  [[nodiscard]] double at_high() const { return at_high_; }
  [[nodiscard]] double length() const;  ///< In pixels, positive.
  /// What one pixel at this value is worth.
  [[nodiscard]] double resolution(double value) const;

 private:
  Range range_;
  Scale scale_;
  double at_low_;
  double at_high_;
  double low_;        // of range_, as it is laid out: itself or its log10
  double per_pixel_;  // of the same
};

/// The range after the content was dragged by so many pixels (y: downward is positive).
[[nodiscard]] Range panned(const AxisMap& map, double pixels);

/// The range after zooming about a pixel, whose value stays in place. `factor` < 1 shows less.
/// At the limits of what doubles can show, the range as it was.
[[nodiscard]] Range zoomed(const AxisMap& map, double pixel, double factor);

/// What lies between two pixels, in either order.
[[nodiscard]] Range between(const AxisMap& map, double one, double other);

}  // namespace ampsweep::rig::gui
