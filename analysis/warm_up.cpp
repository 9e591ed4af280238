// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/warm_up.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "analysis/quantile.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kTheilSenCost = 1.03;  ///< Sigma over that of least squares, Gaussian.
constexpr double kShownSigmas = 2.0;
constexpr double kSameTime = 1e-6;  ///< s: a reading this much before the window is inside.

struct TimedFigure {
  double minute{0.0};
  double value{0.0};
};

Drift drift_of(const std::vector<TimedFigure>& figures, double limit_per_min) {
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  if (figures.size() < kFewestReadings) return {unknown, unknown, limit_per_min, false};
  std::vector<double> slopes;
  double mean_minute = 0.0;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    mean_minute += figures[i].minute / static_cast<double>(figures.size());
    for (std::size_t j = 0; j < i; ++j) {
      slopes.push_back((figures[i].value - figures[j].value) /
                       (figures[i].minute - figures[j].minute));
    }
  }
  const double slope = middle_of(slopes);
  std::vector<double> offsets;
  for (const TimedFigure& figure : figures) offsets.push_back(figure.value - slope * figure.minute);
  const double offset = middle_of(offsets);
  std::vector<double> off;
  double spread = 0.0;
  for (const TimedFigure& figure : figures) {
    off.push_back(std::abs(figure.value - slope * figure.minute - offset));
    spread += (figure.minute - mean_minute) * (figure.minute - mean_minute);
  }
  // Two of the readings are used up by the line.
  const auto count = static_cast<double>(figures.size());
  const double sigma = kMedianToSigma * middle_of(off) * std::sqrt(count / (count - 2.0));
  Drift drift{slope, kTheilSenCost * sigma / std::sqrt(spread), limit_per_min, false};
  drift.within = std::abs(slope) + kShownSigmas * drift.sigma_per_min < limit_per_min;
  return drift;
}

/// Drift of one figure over the window that ends with the last reading; unknown values are skipped.
template <class Figure>
Drift window_drift(std::span<const ReferenceReading> readings, Seconds window, double limit_per_min,
                   const Figure& figure) {
  std::vector<TimedFigure> figures;
  for (const ReferenceReading& reading : readings) {
    const bool inside =
        readings.back().at.value() - reading.at.value() <= window.value() + kSameTime;
    const double value = figure(reading);
    if (inside && std::isfinite(value)) figures.push_back({reading.at.value() / 60.0, value});
  }
  return drift_of(figures, limit_per_min);
}

WarmUp judge_window(std::span<const ReferenceReading> readings, const StabilityLimits& limits) {
  const auto drift = [&](double limit, const auto& figure) {
    return window_drift(readings, limits.window, limit, figure);
  };
  WarmUp result;
  result.gain = drift(limits.gain_db_per_min, [](const auto& r) { return r.gain_db; });
  result.thd = drift(limits.thd_db_per_min, [](const auto& r) { return r.thd_db; });
  result.delay = drift(limits.delay_samples / (limits.window.value() / 60.0),
                       [](const auto& r) { return r.delay_samples; });
  const bool thd_known = std::isfinite(result.thd.per_min);
  result.stable = result.gain.within && result.delay.within && (result.thd.within || !thd_known);
  return result;
}

std::optional<Refusal> unusable_readings(std::span<const ReferenceReading> readings,
                                         const StabilityLimits& limits) {
  if (!(limits.gain_db_per_min > 0.0 && limits.thd_db_per_min > 0.0 && limits.delay_samples > 0.0 &&
        limits.window.value() > 0.0)) {
    return Refusal{Refusal::Reason::BadParameter, "the limits must be above zero"};
  }
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (!std::isfinite(readings[i].at.value()) || !std::isfinite(readings[i].gain_db) ||
        !std::isfinite(readings[i].delay_samples)) {
      return Refusal{Refusal::Reason::NotFinite, "a time, gain or delay is not finite"};
    }
    if (i > 0 && !(readings[i].at > readings[i - 1].at)) {
      return Refusal{Refusal::Reason::BadParameter, "the readings are not in order of time"};
    }
  }
  std::size_t inside = 0;
  for (const ReferenceReading& reading : readings) {
    if ((readings.back().at - reading.at).value() <= limits.window.value() + kSameTime) ++inside;
  }
  if (inside < kFewestReadings) {
    return Refusal{Refusal::Reason::TooShort, "the last window holds fewer than four readings"};
  }
  return std::nullopt;
}

}  // namespace

Measured<WarmUp> warm_up(std::span<const ReferenceReading> readings,
                         const StabilityLimits& limits) {
  if (const auto refusal = unusable_readings(readings, limits)) return tl::unexpected(*refusal);
  WarmUp result = judge_window(readings, limits);
  for (std::size_t count = readings.size(); result.stable && count >= kFewestReadings; --count) {
    const auto until = readings.first(count);
    if (!judge_window(until, limits).stable) break;
    result.stable_from = until.back().at;
  }
  const ReferenceReading& last = readings.back();
  for (const ReferenceReading& reading : readings) {
    result.curve.push_back({reading.at, reading.gain_db - last.gain_db,
                            reading.thd_db - last.thd_db,
                            reading.delay_samples - last.delay_samples});
  }
  return result;
}

}  // namespace ampsweep::analysis
