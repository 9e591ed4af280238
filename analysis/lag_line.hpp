// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace ampsweep::analysis {

/// Delay of one stretch of sound.
struct LagReading {
  double at{0.0};     ///< Position in the stimulus.
  double lag{0.0};    ///< Recording position less stimulus position.
  double sigma{0.0};  ///< > 0
};

/// Straight lines of one common slope through readings cut into runs.
struct LagLine {
  double slope{0.0};
  double slope_sigma{0.0};        ///< 0 when no run has two readings: the slope is unknown, and 0.
  std::vector<double> intercept;  ///< Lag at stimulus position 0, one per run.
  std::vector<double> intercept_sigma;
};

/// Of the slopes between neighbours the one that most others agree with to within `tolerance` of
/// lag, the flattest where several do: for few readings, where clocks that agree are likelier than
/// a slip that hides a drift. 0 for fewer than two readings.
[[nodiscard]] double favoured_slope(std::span<const LagReading> readings, double tolerance);

/// Median of the slopes between neighbours, weighted by the time they span: for many readings, of
/// which a few slips do not move it. Where most of the slopes disagree with it by `tolerance` of
/// lag or more, one long silence with a slip inside has outweighed all that sounds: then the same
/// without it. 0 for fewer than two readings.
[[nodiscard]] double typical_slope(std::span<const LagReading> readings, double tolerance);

/// Without the readings that lie `limit` or more off the slope line through the one before and off
/// that through the one after: stretches with a break inside.
[[nodiscard]] std::vector<LagReading> without_outliers(std::span<const LagReading> readings,
                                                       double slope, double limit);

/// Indices of readings that begin a new run: `least_jump` or more off the line of `slope` through
/// the reading before.
[[nodiscard]] std::vector<std::size_t> find_breaks(std::span<const LagReading> readings,
                                                   double slope, double least_jump);

/// Largest distance, over all stretches of `count` readings, between the line of `slope` through
/// `origin` and the median of the stretch: what changes too slowly to be a break. 0 for fewer
/// readings. Needs: count > 0.
[[nodiscard]] double worst_stretch(std::span<const LagReading> readings, const LagReading& origin,
                                   double slope, std::size_t count);

/// Weighted least squares, weights 1/sigma^2; sigmas grow with the scatter where it is larger than
/// the readings' own sigma explains. Needs: sorted readings, `breaks` ascending, inside (0, size).
[[nodiscard]] LagLine fit_lag_line(std::span<const LagReading> readings,
                                   std::span<const std::size_t> breaks);

}  // namespace ampsweep::analysis
