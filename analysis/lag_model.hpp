// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/block_lag.hpp"
#include "analysis/lag_line.hpp"

namespace ampsweep::analysis {

/// Lag of y against x along x: a line of one slope with jumps, and the readings it stands on.
struct LagModel {
  std::vector<LagReading> readings;
  std::vector<std::size_t> breaks;  ///< First reading of each run but the first.
  LagLine line;

  [[nodiscard]] std::size_t run_at(double at) const;
  /// Where a break is taken to be: between the last reading of a run and the first of the next.
  [[nodiscard]] double place(std::size_t b) const;
  [[nodiscard]] double lag(double at) const;  ///< Needs: a reading.
  [[nodiscard]] std::size_t longest_run() const;  ///< By readings.
  /// The line of its longest run, all the way.
  [[nodiscard]] LagModel without_breaks() const;
};

/// What counts as a jump (lag_steps.hpp).
struct JumpLimits {
  double least_samples{0.75};
  double least_gain{40.0};
};
/// While response and lags still move: a jump that is real grows, one that is not goes.
inline constexpr JumpLimits kGenerousLimits{0.4, 15.0};

/// The model of an amp's block readings: what the level of a block explains of its lag is taken
/// out (level_effect.hpp), then lone readings that fit a few periods off; jumps are looked for
/// (three quarters of a sample and more, unless `limits` say otherwise); what jumps away as an amp
/// at low notes does is left out (low_excursion.hpp); the line is fitted with Huber's weights.
///
/// Shape: empty of fewer than two readings; of more at least one is kept, and where two stay the
///        line goes through both, be it a drift or a jump: two cannot tell.
/// Needs: readings in order of place.
/// Proof: tests/analysis/lag_model_test.cpp, blind_alignment_test.cpp.
[[nodiscard]] LagModel fit_lag_model(std::vector<BlockReading> blocks,
                                     const JumpLimits& limits = {});

}  // namespace ampsweep::analysis
