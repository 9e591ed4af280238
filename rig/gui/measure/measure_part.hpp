// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "analysis/refusal.hpp"
#include "rig/gui/plot/plot.hpp"

namespace ampsweep::rig::gui {

/// A figure in words: "THD_F", "0.123 % (-58.20 dB)".
struct NamedFigure {
  std::string name;
  std::string text;
};

/// One curve, or set of bars, of one measured setting, with the figures that go with it. Either
/// `data` stands, or `refused` says why not.
struct MeasurePart {
  std::string which;  ///< "1000 Hz": the same part of another setting has the same name.
  std::string group;  ///< Parts of one group can share a plot; empty: this one stands alone.
  TraceKind kind{TraceKind::MarkedLine};
  Axis x;
  Axis y;
  std::shared_ptr<const TraceData> data;
  std::string refused;
  std::vector<NamedFigure> figures{};
};

/// Points on their way into a TraceData.
class Points {
 public:
  void add(double x, double y) {
    x_.push_back(x);
    y_.push_back(y);
  }
  void add(double x, double y, double limit) {
    add(x, y);
    limit_.push_back(limit);
  }
  [[nodiscard]] bool empty() const { return x_.empty(); }
  /// Leaves this empty.
  [[nodiscard]] std::shared_ptr<const TraceData> data() {
    return TraceData::points(std::move(x_), std::move(y_), std::move(limit_));
  }

 private:
  std::vector<double> x_;
  std::vector<double> y_;
  std::vector<double> limit_;
};

[[nodiscard]] inline Axis frequency_axis() {
  return {"frequency", Unit::Hertz, Scale::Log, std::nullopt};
}

/// "0.1230 % (-58.20 dB)", or "< 0.0010 % (-100.00 dB)".
[[nodiscard]] std::string ratio_text(double ratio, bool measured = true);
/// "-58.20 dB +- 0.01".
[[nodiscard]] std::string with_sigma(double value, double sigma, const char* unit);

}  // namespace ampsweep::rig::gui
