// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/best_linear.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// The lines of a band together. Levels are the whole power of the band, as played; -inf where
/// nothing is left after the noise is subtracted.
struct DistortionBand {
  double hz{0.0};             ///< Centre.
  double gain_db{0.0};        ///< Of the best linear approximation, powers averaged.
  double gain_sigma_db{0.0};  ///< Noise and distortion.
  double phase_deg{0.0};      ///< Of the mean complex gain, after the delay given.
  DbFsRms linear;
  DbFsRms even;
  DbFsRms odd;
  DbFsRms noise;
  double limit_dbfs_rms{0.0};  ///< Three sigma of what noise leaves in even or odd: a level below
                               ///< is not measured.
  double sndr_db{0.0};         ///< linear over even + odd + noise.
  int lines{0};                ///< Excited lines that were averaged.
};

/// Smoothing to 1/`per_octave` octave around 1 kHz (exact base-2 bands), from the lowest to the
/// highest whole band inside the multisine's range. Bands without an excited, a detection and an
/// even line are left out: at the low end fine bands begin later.
///
/// Needs:    1 <= per_octave <= 48.
/// Accuracy: gain of a filter, clip, filter chain within 4 sigma of Bussgang's answer in thirds;
///           tests/analysis/distortion_bands_test.cpp.
[[nodiscard]] std::vector<DistortionBand> distortion_bands(const BestLinear& result,
                                                           int per_octave);

}  // namespace ampsweep::analysis
