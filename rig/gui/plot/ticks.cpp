// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/ticks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace ampsweep::rig::gui {
namespace {

constexpr double kMinorPixels = 6.0;
constexpr double kDecadePixels = 40.0;  // from here a decade has room for its nine lines

/// What labels are written in: value * factor, named.
struct Writing {
  double factor{1.0};
  std::string unit;
};

Writing writing_for(Range range, Unit unit) {
  const double largest = std::max(std::abs(range.low), std::abs(range.high));
  if (unit == Unit::Seconds) {
    if (largest < 1e-3) return {1e6, "\u00b5s"};
    if (largest < 1.0) return {1e3, "ms"};
    if (largest <= 180.0) return {1.0, "s"};
    return largest <= 10800.0 ? Writing{1.0 / 60.0, "min"} : Writing{1.0 / 3600.0, "h"};
  }
  if (unit == Unit::Volts || unit == Unit::Watts) {
    const std::string name{unit_text(unit)};
    if (largest < 1e-3) return {1e6, "\u00b5" + name};
    if (largest < 1.0) return {1e3, "m" + name};
    if (largest >= 1e4) return {1e-3, "k" + name};
  }
  return {1.0, std::string{unit_text(unit)}};
}

/// A step of mantissa * 10^exponent.
struct Step {
  int mantissa{1};
  int exponent{0};
  [[nodiscard]] Step next() const {
    if (mantissa == 1) return {2, exponent};
    if (mantissa == 2) return {5, exponent};
    return {1, exponent + 1};
  }
  [[nodiscard]] double size() const { return mantissa * std::pow(10.0, exponent); }
  /// Exact for negative exponents too: 3 * 0.1 is not 0.3, 3 / 10 is.
  [[nodiscard]] double times(double k) const {
    return exponent < 0 ? k * mantissa / std::pow(10.0, -exponent) : k * size();
  }
};

Step step_of_at_least(double size) {
  Step step{1, static_cast<int>(std::floor(std::log10(size)))};
  while (step.size() < size) step = step.next();
  return step;
}

/// `value` is a multiple of 10^exponent and is written with just the digits that takes.
std::string label(double value, int exponent, Unit unit) {
  if (value == 0.0) return "0";
  if (unit == Unit::Hertz && std::abs(value) >= 1e3) {
    const bool mega = std::abs(value) >= 1e6;
    const int decimals = std::clamp((mega ? 6 : 3) - exponent, 0, 15);
    const double shown = value / (mega ? 1e6 : 1e3);
    return without_trailing_zeros(fmt::format("{:.{}f}", shown, decimals)) + (mega ? "M" : "k");
  }
  const int power = static_cast<int>(std::floor(std::log10(std::abs(value)) + 1e-12));
  if (power >= 7 || power < -6) return scientific(value, std::clamp(power - exponent, 0, 15));
  return fmt::format("{:.{}f}", value, std::max(0, -exponent));
}

/// One axis in the numbers its labels show.
class TickMaker {
 public:
  TickMaker(const AxisMap& map, Unit unit, const LabelExtent& extent)
      : map_(map),
        unit_(unit),
        extent_(extent),
        writing_(writing_for(map.range(), unit)),
        low_(map.range().low * writing_.factor),
        high_(map.range().high * writing_.factor) {}

  [[nodiscard]] Ticks make() const {
    const bool decades = map_.scale() == Scale::Log && high_ / low_ >= 4.0;
    if (decades) {
      for (const int stride : {0, 1, 2, 3, 5, 10, 20, 50, 100}) {
        std::vector<Tick> ticks = by_decades(stride);
        if (labels(ticks) >= 2 && roomy(ticks)) return {std::move(ticks), writing_.unit};
      }
    }
    return {by_steps(), writing_.unit};
  }

 private:
  [[nodiscard]] double pixel(double shown) const { return map_.pixel(shown / writing_.factor); }

  [[nodiscard]] static std::size_t labels(const std::vector<Tick>& ticks) {
    return static_cast<std::size_t>(
        std::count_if(ticks.begin(), ticks.end(), [](const Tick& t) { return !t.label.empty(); }));
  }

  /// No two labels touch.
  [[nodiscard]] bool roomy(const std::vector<Tick>& ticks) const {
    std::optional<double> taken;
    for (const Tick& tick : ticks) {
      if (tick.label.empty()) continue;
      const double along = std::abs(map_.pixel(tick.value) - map_.at_low());
      const double half = extent_(tick.label) / 2.0;
      if (taken && along - half < *taken) return false;
      taken = along + half;
    }
    return true;
  }

  void add(std::vector<Tick>& ticks, double shown, std::string text) const {
    constexpr double kOutside = 1e-6;  // pixels: an end that rounding moved still has its tick
    const double along = (pixel(shown) - map_.at_low()) / (map_.at_high() - map_.at_low());
    const double slack = kOutside / map_.length();
    if (along < -slack || along > 1.0 + slack) return;
    ticks.push_back({shown / writing_.factor, std::move(text)});
  }

  /// Stride 0: every decade with its 2 and 5 labelled; else every n-th decade labelled.
  [[nodiscard]] std::vector<Tick> by_decades(int stride) const {
    std::vector<Tick> ticks;
    const int first = static_cast<int>(std::floor(std::log10(low_)));
    const int last = static_cast<int>(std::ceil(std::log10(high_)));
    const bool lines = map_.length() / std::log10(high_ / low_) >= kDecadePixels;
    for (int decade = first; decade <= last; ++decade) {
      for (int k = 1; k <= (lines ? 9 : 1); ++k) {
        const double value = Step{k, decade}.times(1.0);
        const bool labelled = stride == 0 ? k == 1 || k == 2 || k == 5
                                          : k == 1 && (decade % stride + stride) % stride == 0;
        add(ticks, value, labelled ? label(value, decade, unit_) : std::string{});
      }
    }
    return ticks;
  }

  [[nodiscard]] std::vector<Tick> by_steps() const {
    const double most = std::max(2.0, map_.length() / std::max(1.0, extent_("0")));
    const double smallest = unit_ == Unit::Count ? 1.0 : 0.0;
    Step step = step_of_at_least(std::max(smallest, (high_ - low_) / most));
    for (int i = 0; i < 60; ++i, step = step.next()) {
      std::vector<Tick> ticks = at_multiples(step);
      if (labels(ticks) <= 1 || roomy(ticks)) return ticks;
    }
    return {};
  }

  [[nodiscard]] std::vector<Tick> at_multiples(Step step) const {
    constexpr std::array<int, 6> kParts{1, 5, 4, 1, 1, 5};  // by mantissa: 1 and 5 in fifths
    const double pixels = map_.length() * step.size() / (high_ - low_);
    int parts = kParts[static_cast<std::size_t>(step.mantissa)];
    if (map_.scale() == Scale::Log || pixels / parts < kMinorPixels) parts = 1;
    if (unit_ == Unit::Count && std::fmod(step.size(), parts) != 0.0) parts = 1;
    std::vector<Tick> ticks;
    const double first = std::floor(low_ / step.size());
    const double last = std::ceil(high_ / step.size());
    for (double k = first; k <= last; k += 1.0) {
      const double value = step.times(k);
      if (map_.scale() == Scale::Log && !(value > 0.0)) continue;
      add(ticks, value, label(value, step.exponent, unit_));
      for (int part = 1; part < parts; ++part) add(ticks, value + step.size() * part / parts, {});
    }
    return ticks;
  }

  const AxisMap& map_;
  Unit unit_;
  const LabelExtent& extent_;
  Writing writing_;
  double low_;
  double high_;
};

}  // namespace

Ticks axis_ticks(const AxisMap& map, Unit unit, const LabelExtent& extent) {
  return TickMaker{map, unit, extent}.make();
}

}  // namespace ampsweep::rig::gui
