// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/answer.hpp"
#include "analysis/take_print.hpp"

namespace ampsweep::analysis {

/// One level over all takes.
struct LevelSpread {
  double middle_dbfs{0.0};  ///< Median.
  double spread_db{0.0};    ///< Within which nine takes of ten lie, around the median.
  Answer normalised{Answer::No};
};

/// Levels of a set.
struct LevelRules {
  LevelSpread peak;  ///< Yes: every take was scaled to one peak.
  LevelSpread rms;   ///< Yes: every take was scaled to one loudness.
};

/// Per-file normalisation: all peaks (or all rms levels) alike, while the takes differ otherwise.
/// What the knobs do to the level is lost then.
///
/// Limits:   peaks (rms levels) of nine takes of ten within 0.1 dB of their median (kAlikeDb) while
///           the other level, or a band, spreads over more than 1 dB.
///           A limiter is not told from normalising, nor is clipping at full scale.
/// CannotTell: fewer than eight takes that sound, or takes that do not differ: their levels would
///           be alike anyway. Peaks: alike, but within 0.1 dB of full scale, or most takes reach
///           theirs in more than 5 % of their blocks (TakePrint::at_peak).
/// Accuracy: tests/faults/level_rules_test.cpp, docs/measurement/dataset-faults.md.
[[nodiscard]] LevelRules level_rules(std::span<const TakePrint> takes);

inline constexpr double kAlikeDb = 0.1;

}  // namespace ampsweep::analysis
