// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Figures of the reference sound, played again and again while an amp warms up.
struct ReferenceReading {
  Seconds at;           ///< Since the first one, or any fixed time; ascending.
  double gain_db{0.0};  ///< Of the fundamental.
  double thd_db{0.0};   ///< THD_F re the fundamental; NaN: below its limit.
  double delay_samples{0.0};
};

/// Fewer than these in the window give no verdict.
inline constexpr std::size_t kFewestReadings = 4;

/// What counts as warm. The defaults are those of measurement.md 4.3.
struct StabilityLimits {
  double gain_db_per_min{0.02};
  double thd_db_per_min{0.1};
  double delay_samples{0.01};  ///< Over the window: drift per minute times its length.
  Seconds window{180.0};       ///< The last stretch that is judged.
};

/// Straight line through the readings of the window.
struct Drift {
  double per_min{0.0};        ///< NaN when it could not be measured.
  double sigma_per_min{0.0};  ///< One sigma, from the scatter off the line.
  double limit_per_min{0.0};
  bool within{false};  ///< |per_min| + 2 sigma < limit: shown to be stable, not just not shown to
                       ///< move.
};

struct WarmUp {
  Drift gain;                           ///< dB per minute
  Drift thd;                            ///< dB per minute
  Drift delay;                          ///< samples per minute
  bool stable{false};                   ///< All that could be measured is within; gain must be.
  std::optional<Seconds> stable_from;   ///< Since when every window up to the last was stable.
  std::vector<ReferenceReading> curve;  ///< The readings less the last one.
};

/// Whether the amp has settled: a robust line (Theil, Sen: median of the slopes between all pairs)
/// through the last `window` of each figure, so that one spoilt reading does not decide.
///
/// Needs:    at least kFewestReadings within the window.
/// Accuracy: exact on a line with one outlier in six; sigma right within a factor 1.5 in Gaussian
///           noise; tests/analysis/warm_up_test.cpp.
/// Refuses:  TooShort (too few readings), NotFinite (a time, gain or delay), BadParameter (times do
///           not ascend, limits not above zero).
/// Source:   measurement.md 4.3; Theil 1950, Sen 1968.
[[nodiscard]] Measured<WarmUp> warm_up(std::span<const ReferenceReading> readings,
                                       const StabilityLimits& limits = {});

}  // namespace ampsweep::analysis
