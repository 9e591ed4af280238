// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "analysis/take_print.hpp"

namespace ampsweep::analysis {

/// Two takes that hold one recording.
struct SameSound {
  std::size_t a{0};
  std::size_t b{0};
  double gain_db{0.0};  ///< b over a.
  int polarity{1};      ///< -1: b is a upside down.
  double shift_samples{
      0.0};  ///< Less than one sample: what is left when the excerpts' crests meet.
  double residual_db{-400.0};  ///< What tells them apart, over their sound, within the excerpt.
};

/// Below this residual two takes are one recording: two recordings of one amp at one setting differ
/// by their noise, which stands less than 70 dB below the crest for any amp that was recorded.
inline constexpr double kSameSoundDb = -70.0;

/// Takes that hold the same recording, also scaled, upside down, shifted (fractions too), or
/// stored in 16 bits. `limit_db`: residual up to which it is one recording.
///
/// Method:   excerpts whose spectra agree in 16 bands are laid upon each other by least squares
///           over gain and a fraction of a sample.
/// Limits:   a copy cut before its loudest moment, resampled, filtered or lossily coded is none.
///           Takes of a noise-free amp at one setting are alike: compare the labels. A knob that
///           does nothing makes takes alike in such data.
/// Accuracy: tests/faults/duplicate_takes_test.cpp, docs/measurement/dataset-faults.md.
/// Cost:     O(n log n) for takes that differ, 2 M products for each pair that nearly agrees.
[[nodiscard]] std::vector<SameSound> same_sounds(std::span<const TakePrint> takes,
                                                 double limit_db = kSameSoundDb);

}  // namespace ampsweep::analysis
