// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rig/dataset/dataset.hpp"
#include "rig/formats/known_input.hpp"
#include "rig/formats/stretch.hpp"

namespace ampsweep::rig::formats {

/// The documented parts of one of NAM's or Proteus's inputs, where they stand in a dataset.
struct KnownStretches {
  const KnownInput* input{nullptr};
  std::string recognised_by;          ///< "input.wav" or the original's name.
  Stretch training;                   ///< What its own trainer trains on.
  std::optional<Stretch> validation;  ///< Nothing: the dataset's held-out sound does not hold it.
  std::vector<SampleCount> blips;     ///< Of the latency search; empty: they were not played.
  std::optional<Stretch> noise;       ///< Its background.
  /// 0.4 s of exact zeros stand before the cut in input.wav; what is before the first sample counts
  /// as zeros, as it does in the trainer.
  bool silent_before_training{false};
  bool silent_before_validation{false};
};

/// Finds them where input.wav itself is one of `inputs`, or where `original` is, and the dataset's
/// training audio was made of that file (by SHA-256; cut into pieces, in any programme).
/// Nothing: the sound is the user's, or nobody says what file it was made of.
///
/// Refuses: SetupError{Data}: `original` cannot be read. SetupError{Usage}: it is none of `inputs`,
///          has another rate than the dataset, or the dataset was not made of it.
/// Cost:    hashes and reads input.wav, and `original`.
/// Source:  training-formats.md 1.1 (neural-amp-modeler e296039, nam/train/core.py 255-345,
/// 943-1008).
[[nodiscard]] std::optional<KnownStretches> known_stretches(const Dataset& dataset,
                                                            const std::filesystem::path& original,
                                                            std::span<const KnownInput> inputs);

}  // namespace ampsweep::rig::formats
