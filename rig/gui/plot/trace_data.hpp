// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

#include "rig/gui/plot/axis_map.hpp"

namespace ampsweep::rig::gui {

/// Audio comes in floats, figures in doubles: kept, and copied as CSV, as they are.
using Values = std::variant<std::vector<float>, std::vector<double>>;

/// The points of a trace, rising in x, never changed: a snapshot can hold it while a plot draws it.
///
/// y:      NaN and infinities are points that were not measured.
/// limit:  none, or the detection limit of every point; at or below it a point is "less than".
/// Cost:   O(n) once, when made (1 million floats: see tests/bench/plot_bench.cpp), on whatever
///         thread makes it; a long trace is made on the control thread, not in a frame.
/// Memory: the values, and a ninth to a sixth again for the extremes of every 16, 64, 256 ...
/// points. Thread: any.
class TraceData {
 public:
  /// Point i at start + i * step; step > 0.
  [[nodiscard]] static std::shared_ptr<const TraceData> uniform(double start, double step, Values y,
                                                                Values limit = {});
  /// x as long as y. Points out of order are sorted by x, those whose x is not a finite number are
  /// left out.
  [[nodiscard]] static std::shared_ptr<const TraceData> points(std::vector<double> x, Values y,
                                                               Values limit = {});

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] double x(std::size_t i) const {
    return x_.empty() ? start_ + static_cast<double>(i) * step_ : x_[i];
  }
  [[nodiscard]] double y(std::size_t i) const {
    return floats_ != nullptr ? static_cast<double>(floats_[i]) : doubles_[i];
  }
  [[nodiscard]] bool single_precision() const { return floats_ != nullptr; }
  [[nodiscard]] bool single_limit() const {
    return std::holds_alternative<std::vector<float>>(limit_);
  }
  [[nodiscard]] bool has_limit() const { return has_limit_; }
  /// NaN where there is none.
  [[nodiscard]] double limit(std::size_t i) const;
  /// Measured, and above its limit.
  [[nodiscard]] bool stands(std::size_t i) const;

  /// First point at or after this x, not before `from`; size() when there is none.
  /// Cost: O(1) when uniform, else O(log of the way from `from`).
  [[nodiscard]] std::size_t first_at(double x, std::size_t from = 0) const;
  /// Lowest and highest measured y of the points [first, last); empty when none is.
  /// Cost: O(log n).
  [[nodiscard]] std::optional<Range> extremes(std::size_t first, std::size_t last) const;
  /// Lowest measured y above zero, for a logarithmic axis.
  [[nodiscard]] std::optional<double> lowest_positive() const { return lowest_positive_; }
  /// Lowest and highest limit; empty when there is none.
  [[nodiscard]] std::optional<Range> limits() const { return limits_; }

 private:
  TraceData(double start, double step, std::vector<double> x, Values y, Values limit);
  void build_pyramid();
  void look_at_signs_and_limits();

  double start_;
  double step_;
  std::vector<double> x_;  // empty: uniform
  Values y_;
  Values limit_;
  const float* floats_{nullptr};  // y_, whichever it holds
  const double* doubles_{nullptr};
  std::size_t size_{0};
  bool has_limit_{false};
  std::optional<double> lowest_positive_;
  std::optional<Range> limits_;
  std::vector<std::vector<Range>> pyramid_;  // [0]: of 16 points, then of 4 of the level below
};

}  // namespace ampsweep::rig::gui
