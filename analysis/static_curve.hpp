// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Output against input, one point of the best static curve.
struct CurvePoint {
  double input{0.0};   ///< Full scale of the stimulus.
  double output{0.0};  ///< Full scale of the recording.
};

/// How far a device is from having no memory, at one tone and level.
struct StaticCurve {
  double hysteresis{0.0};            ///< H: rms of what no rising curve explains over the rms of y.
  double hysteresis_limit{0.0};      ///< What noise alone can make of H (three times its rms).
  double hysteresis_uncoupled{0.0};  ///< H with one first-order high-pass undone: AC coupling turns
                                     ///< the harmonics and opens a loop that is no memory of the
                                     ///< amp's.
  double coupling_ratio{0.0};     ///< That high-pass's corner over the tone's frequency, 0 .. 0.5.
  double loop_area{0.0};          ///< Area between the rising and the falling branch over |X| |Y|,
                                  ///< after the delay below; pi sin(phi) for an ellipse of lag phi.
  double lag_samples{0.0};        ///< Delay that makes H least, less that of the fundamental alone.
  DbFsPeak input;                 ///< Level of the tone played.
  std::vector<CurvePoint> curve;  ///< Ascending input, 65 points from -peak to +peak.
};

/// XY curve of a device that was played a steady sine, and its hysteresis index
///
///     H = min over tau and rising s of rms(y(t + tau) - s(x(t))) / rms(y)
///
/// The period is rebuilt from the harmonics below 0.45 x rate (least squares, so noise and hum are
/// averaged away), x is the sine itself, s is the isotonic (never falling) least-squares fit, tau
/// is searched a quarter period to either side of the fundamental's own delay. y has no DC, as
/// behind AC coupling. An inverting device needs no special case: half a period later the sine is
/// inverted too.
///
/// Shape:    `recording`: the settled tone only, at least two periods. `omega`: rad per sample of
///           the tone in the recording (Placement::omega).
/// Accuracy: H < 1e-5 for a delayed memoryless tanh; a loop of known shape within 1 % of brute
///           force; behind 20 Hz coupling at 110 Hz the uncoupled H < 1e-4 and the corner within
///           0.5 %; noise stays under the limit; tests/analysis/static_curve_test.cpp.
/// Limits:   a device that folds back (output falls while input rises) shows H > 0 though it has no
///           memory; a delay or filter that only shifts a lone sine shows none.
/// Refuses:  TooShort, Silent, NotFinite, Clipped, NoMatch (the tone explains less than half of the
///           sound), BadParameter.
/// Source:   measurement.md 4.2; the isotonic fit is our choice for "monotone".
[[nodiscard]] Measured<StaticCurve> static_curve(std::span<const float> recording, double omega,
                                                 DbFsPeak input);

}  // namespace ampsweep::analysis
