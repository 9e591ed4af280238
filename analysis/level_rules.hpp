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
/// CannotTell: fewer than eight takes that sound, or takes that do not differ: their levels would
///           be alike anyway.
/// Accuracy: tests/faults/level_rules_test.cpp, docs/measurement/dataset-faults.md.
[[nodiscard]] LevelRules level_rules(std::span<const TakePrint> takes);

inline constexpr double kAlikeDb = 0.1;

/// What one knob does to the sound of a set, all others accounted for.
struct KnobEffect {
  double level_db{0.0};  ///< Change of the rms level from its lowest to its highest value.
  double level_sigma_db{0.0};
  double largest_db{0.0};  ///< The same for the feature that it moves most,
  double largest_sigma_db{0.0};
  Answer heard{Answer::CannotTell};  ///< It does something.
  Answer level_follows{
      Answer::CannotTell};  ///< The level rises with it: asked of level and gain knobs.
};

/// `settings`: a row per take, knobs 0..1 of their travel.
///
/// Method:   least squares of every level on x, x^2 of each knob and the products of two; sigma
///           from what is left over.
/// Limits:   heard: 4 sigma and 0.1 dB. A knob whose effect turns round with the others' positions
///           may be missed.
/// CannotTell: fewer than twice as many takes as unknowns, or a knob of one value.
/// Accuracy: tests/faults/level_rules_test.cpp.
[[nodiscard]] std::vector<KnobEffect> knob_effects(const std::vector<std::vector<double>>& settings,
                                                   std::span<const TakePrint> takes);

}  // namespace ampsweep::analysis
