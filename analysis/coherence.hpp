// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/phase_fit.hpp"

namespace ampsweep::analysis {

/// What of a recording follows its reference linearly, and what does not.
struct Coherence {
  std::vector<double> noise;   ///< Per bin: mean |recording - response x reference|^2 of its band.
  std::vector<double> signal;  ///< Per bin: the mean power of its band that is explained.
  double signal_energy{0.0};   ///< Sums over all bins.
  double noise_energy{0.0};
};

/// Splits the recording's power band by band (about tenth-octave, at least 32 independent bins):
/// in each band the response is that of `fit` (delay, polarity, high-pass) times a straight line
/// over frequency; what that does not explain is noise (or distortion, which for our purpose is the
/// same).
///
/// Needs: a spectrum without gaps, bins ascending.
[[nodiscard]] Coherence split_power(const CrossSpectrum& spectrum, const PhaseFit& fit);

}  // namespace ampsweep::analysis
