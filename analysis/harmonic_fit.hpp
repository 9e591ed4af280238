// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/line_fit.hpp"
#include "analysis/line_search.hpp"
#include "analysis/refusal.hpp"
#include "analysis/spectrum.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// A tone with its harmonics, and what they are measured against.
struct HarmonicFit {
  LineFit fit;                     ///< Lines 1 .. reported, then further orders that were heard.
  std::size_t reported{0};         ///< How many of the lines were asked for and lie below rate / 2.
  PowerSpectrum leftover;          ///< Of fit.residual, unknowns' share given back.
  std::vector<double> sigma;       ///< Of each line's amplitude (real and imaginary part alike).
  double dc_sigma{0.0};            ///< Full scale = 1.
  double fundamental_sigma{0.0};   ///< Hz.
  std::optional<StrayLine> other;  ///< The strongest that is no harmonic.
};

/// Fits a tone of unknown frequency and `harmonics` harmonics; orders above that are fitted too
/// where the leftover shows them, so that they do not count as noise.
///
/// `hint`: the fundamental to within 5 %; else the strongest line, or the fundamental below it when
/// strong lines stand at its fractions.
/// Doubt:    sigma is taken from the leftover within 50 bins of each line (when the record holds
///           fewer than 16 periods: from all of it or between its neighbours, whichever is more).
/// Refuses:  TooShort (fewer than 3 periods), NoMatch (no tone stands out of the noise, or none at
///           the hint), Ambiguous (another line within 14 dB, an unsteady tone, a missing
///           fundamental).
[[nodiscard]] Measured<HarmonicFit> fit_harmonics(std::span<const double> x, SampleRate rate,
                                                  std::optional<Hertz> hint, int harmonics);

}  // namespace ampsweep::analysis
