// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/knob_sounds.hpp"

namespace ampsweep::rig {

inline constexpr double kNotHeard = std::numeric_limits<double>::infinity();

/// How well one knob's labels were heard to be true. All in shares of the travel.
struct KnobHealth {
  std::string knob;
  double detectable_at_revisit{kNotHeard};  ///< At the reference setting, come to again.
  /// At a setting visited once, from all other takes: at half of the takes, at nine of ten.
  double detectable_at_take{kNotHeard};
  double detectable_at_most_takes{kNotHeard};
  std::optional<double> revisit_error{};   ///< Largest of the reference takes, with its sign.
  std::optional<double> hysteresis{};      ///< Come from above less come from below.
  std::optional<double> left_out_error{};  ///< Largest of all takes, with its sign.
  int left_out_take{-1};
};

/// What the sound says against a label.
struct KnobFinding {
  enum class From { Revisit, LeftOut };
  From from{From::Revisit};
  int take{0};
  KnobBlame blame;
};

struct KnobTruth {
  std::vector<KnobHealth> knobs;      ///< In the rig's order; those that the plan moves.
  std::vector<KnobFinding> findings;  ///< Only sure ones, by take.
  int takes_heard{0};

  /// One sigma to add to a label's own uncertainty: half the hysteresis; the error found at the
  /// take; a revisit's error at every take since the last revisit that was right.
  [[nodiscard]] double doubt(int take, const std::string& knob) const;

  /// By take and knob: the error that would be found there from all other takes.
  std::map<std::pair<int, std::string>, double> detectable{};
  std::map<std::pair<int, std::string>, double> doubts{};  ///< By take and knob; what doubt() adds.
};

/// Judges the labels of a dataset by its prints: revisits of the reference against the first one,
/// and every take against what all the others say it should sound like (leave-one-out). Empty
/// `knobs` when the dataset holds no curves: nothing was listened for.
///
/// Leave-one-out: positions that all others explain are taken off by KnobSounds::expected_db and
/// analysis::SoundMap; what is left is weighed by analysis::left_out_weights, with which
/// KnobSounds::blame asks which knob's displacement explains it.
///
/// Accuracy: planted faults, tests/rig/dataset/knob_truth_test.cpp and
/// tests/bench/knob_fault_bench. Cost:     O(takes^3).
[[nodiscard]] KnobTruth knob_truth(const Dataset& dataset);

}  // namespace ampsweep::rig
