// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace ampsweep::rig {

/// Where NAM's trainer looks for latency: samples, on the time axis of the input.
struct BlipLayout {
  std::int64_t start{0};                        ///< Of the section that is looked at ...
  std::int64_t length{0};                       ///< ... and how long it is.
  std::vector<std::int64_t> blips;              ///< First sample of each; at least one.
  std::pair<std::int64_t, std::int64_t> noise;  ///< [from, to): background before the first.
};

/// What the trainer would make of it ("algorithm_version" 1), and what it would warn of.
struct NamThreshold {
  std::optional<std::int64_t> delay;        ///< Empty: nothing rose above the threshold.
  std::optional<std::int64_t> recommended;  ///< delay - 1; what the trainer uses.
  bool at_lookahead{false};                 ///< "matches_lookahead": noise triggered at once.
  double background{0.0};                   ///< Largest |y| of the noise stretch.
  double threshold{0.0};                    ///< What |mean of the blips| must exceed.
  /// Each blip alone, by the same threshold. NAM means to warn where they differ by 20 samples or
  /// more and never does, for it looks at the mean alone.
  std::vector<std::optional<std::int64_t>> each;
  bool disagree{false};  ///< They do differ so, or only some of them are found.
};

/// The trainer's choice of delay on a recording. threshold = max(background + 0.0003, 1.001 x
/// background); from 1,000 samples before to 9,999 after the blips, the first sample at which the
/// mean over all blips exceeds it, less one.
///
/// Shape:    `recording` starts with the input's first sample. Samples, full scale = 1, any rate:
///           NAM counts samples, not seconds.
/// Meaning:  an amplitude crossing: a quieter or slower response crosses later, noise raises it.
/// Errors:   a recording shorter than the section: nothing is found.
/// Cost:     O(blips). Thread: any.
/// Source:   neural-amp-modeler e296039, nam/train/core.py 347-494 (training-formats.md 1.2).
[[nodiscard]] NamThreshold nam_threshold(const BlipLayout& layout,
                                         std::span<const float> recording);

/// The same method for an input that is none of NAM's: its first impulses that stand alone after
/// silence. Each at most 48 samples long, before the first 12,000 exact zeros (the background is
/// taken from the first half of them, where NAM's own inputs have it), after each zeros up to
/// 10,000 samples from its start, nothing between them, equal peaks (what differs must not be
/// averaged). Nothing: there is no such impulse. O(length).
[[nodiscard]] std::optional<BlipLayout> isolated_blips(std::span<const float> input);

/// nam_threshold() at the isolated_blips() of `input`.
[[nodiscard]] std::optional<NamThreshold> nam_threshold_of_pair(std::span<const float> input,
                                                                std::span<const float> recording);

/// "NAM would choose 12 samples; that is 3.4 samples after the measured first arrival", and one
/// clause for each warning. `first_arrival_samples`: of the same pair; empty: not compared.
[[nodiscard]] std::string nam_threshold_text(const NamThreshold& found,
                                             std::optional<double> first_arrival_samples = {});

}  // namespace ampsweep::rig
