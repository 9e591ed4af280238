// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

#include "analysis/take_print.hpp"

namespace ampsweep::analysis {

/// Two takes that hold one recording.
struct SameSound {
  std::size_t a{0};
  std::size_t b{0};
  double gain_db{0.0};  ///< b over a.
  int polarity{1};      ///< -1: b is a upside down.
  /// Less than one sample: what is left when the excerpts' crests meet.
  double shift_samples{0.0};
  double residual_db{-400.0};  ///< What tells them apart, over their sound, within the excerpt.
  /// Neither holds noise: what a noise-free amp plays at two settings may be one sound as well.
  bool noise_free{false};
};

/// Below this residual two takes are one recording: two recordings of one amp at one setting differ
/// by their noise, which stands less than 70 dB below the crest for any amp that was recorded.
inline constexpr double kSameSoundDb = -70.0;

/// Takes that hold the same recording, also scaled, upside down, shifted (fractions too), or
/// stored in 16 bits. `limit_db`: residual up to which it is one recording.
///
/// Shape:    copies of one recording make a group, of which each but the first is told once,
///           against an earlier one (a < b), the first wherever it is like that; in order of a,
///           then b.
/// Method:   excerpts whose spectra agree in 16 bands are laid upon each other by least squares
///           over gain and a fraction of a sample.
/// Limits:   a copy cut before its loudest moment, resampled, filtered or lossily coded is none.
///           Takes of a noise-free amp at one setting are alike: compare the labels. There a knob
///           that does nothing, or sets the level alone, makes takes alike as well (`noise_free`:
///           below -115 dBFS rms where they are quietest). A copy of a copy, when it is within the
///           limit of that but not of the first take, is none.
/// Accuracy: tests/faults/duplicate_takes_test.cpp, docs/measurement/dataset-faults.md.
/// Cost:     O(n log n) for takes that differ, and for copies; 2 M products for each pair of
///           those that nearly agrees: half of n^2 of them for n recordings of one setting, hence
///           `stop`, which leaves with what was found so far.
/// Thread:   any.
[[nodiscard]] std::vector<SameSound> same_sounds(std::span<const TakePrint> takes,
                                                 double limit_db = kSameSoundDb,
                                                 const std::stop_token& stop = {});

}  // namespace ampsweep::analysis
