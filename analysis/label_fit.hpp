// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "analysis/answer.hpp"
#include "analysis/take_print.hpp"

namespace ampsweep::analysis {

/// How one take fits its label, as all the others say.
struct TakeFit {
  double sigmas{0.0};       ///< Distance of its sound from what the others predict.
  double distance_db{0.0};  ///< The same in dB, rms over the features.
  /// Displacement of each knob that is found at this take more often than not, whichever way it
  /// goes, as a share of its travel; twice as much is found for certain. Infinite: none.
  std::vector<double> detectable;
  Answer misfits{Answer::CannotTell};
  std::optional<std::size_t> swapped_with;  ///< Each fits at the other's label.
};

/// Swapped or mislabelled settings: takes that do not sound as their neighbours in knob space say.
///
/// Method:   SoundMap over the levels of TakePrint, every take without itself, its residual weighed
///           by the covariance of the others' residuals (left_out_weights); misfits are taken out,
///           worst first, and the rest is mapped again.
/// Needs:    takes of one stimulus, a row of knobs (0..1 of the travel) for each.
/// Limits:   kMisfitSigmas. What displacement that is differs from take to take: `detectable`, by
///           what a polynomial says of the sound around it.
/// CannotTell: fewer than 10 takes or 2 x knobs + 4, silent takes, settings that do not differ; all
///           of them when `stop` was asked for.
/// Accuracy: tests/faults/label_fit_test.cpp, docs/measurement/dataset-faults.md.
/// Cost:     a SoundMap, O(takes^3) some thirty times (beyond 250 takes: takes times 100^3, and
///           O(takes^2 log takes)), for each round, and at most 60 more: a round takes out the
///           misfits of the worst one's size, then 30 of them are judged again and 30 pairs tried
///           as swaps.
/// Thread:   any.
[[nodiscard]] std::vector<TakeFit> label_fit(const std::vector<std::vector<double>>& settings,
                                             std::span<const TakePrint> takes,
                                             const std::stop_token& stop = {});

inline constexpr double kMisfitSigmas = 9.0;

}  // namespace ampsweep::analysis
