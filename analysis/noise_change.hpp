// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/noise_figures.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// After less before.
struct LevelChange {
  Decibels change;
  Decibels sigma;  ///< Of `change`: the doubts of both together.
  /// More than 4 sigma, and more than 0.1 dB: what neither chance nor this method explains.
  bool significant{};
};

enum class HumChange { None, Same, Louder, Quieter, Appeared, Gone, OtherMains };

struct BandChange {
  Hertz centre;
  LevelChange level;  ///< Hum left out.
};

/// What happened to the noise between two idle recordings.
struct NoiseChange {
  LevelChange unweighted;
  LevelChange a;
  LevelChange itu_468_rms;  ///< CCIR-RMS changes by the same.
  LevelChange hiss;         ///< Unweighted, hum left out.
  HumChange hum{HumChange::None};
  LevelChange hum_level;  ///< Total hum; all zero unless both recordings hum.
  std::vector<BandChange> third_octaves;
  bool significant{};  ///< Any of the above.
};

/// Two idles of the same gain and rate, say before and after a capture.
///
/// Accuracy: none of 24 pairs of the same noise is called different by its levels or hum, 0.3 dB
///           more white noise in 4 s is; tests/analysis/noise_change_test.cpp.
/// Refuses:  BadParameter when rate or band differ.
[[nodiscard]] Measured<NoiseChange> compare_noise(const NoiseFigures& before,
                                                  const NoiseFigures& after);

}  // namespace ampsweep::analysis
