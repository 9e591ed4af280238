// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <span>

#include "analysis/load_impedance.hpp"
#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// The LR2 circuit, as loudspeakers and reactive load boxes are described; SI units:
/// Z = re + jwL1 + (jwL2 || R2) + 1/(1/res + jw ces + 1/(jw les)).
struct LoudspeakerModel {
  double re{0.0};   ///< Ohm.
  double res{0.0};  ///< Ohm: the resonance's peak above re.
  double ces{0.0};  ///< Farad.
  double les{0.0};  ///< Henry.
  double l1{0.0};   ///< Henry.
  double l2{0.0};   ///< Henry.
  double r2{0.0};   ///< Ohm.

  [[nodiscard]] std::complex<double> impedance(Hertz frequency) const;
  [[nodiscard]] Hertz f0() const;  ///< 1 / (2 pi sqrt(les ces))
  [[nodiscard]] double qms() const;
  [[nodiscard]] double qes() const;  ///< qms re / res
  [[nodiscard]] double qts() const;
  [[nodiscard]] Ohms zmax() const { return Ohms{re + res}; }
};

/// What the circuit leaves unexplained.
struct FitResidual {
  double rms_percent{0.0};   ///< |Zmodel - Z| / |Z|, all points.
  double most_percent{0.0};  ///< Largest of | |Zmodel| - |Z| | / |Z|,
  Hertz most_percent_at;     ///< there;
  double most_degrees{0.0};  ///< largest difference of angle,
  Hertz most_degrees_at;     ///< there.
};

struct LoudspeakerFit {
  LoudspeakerModel model;
  Hertz f0_sigma;  ///< One standard deviation each, from what the circuit leaves unexplained;
                   ///< infinite where the curve does not fix the figure.
  Ohms re_sigma;
  double qms_sigma{0.0};
  double qes_sigma{0.0};
  FitResidual residual;
};

/// Fits the circuit to an impedance curve, all frequencies (of a logarithmic grid) alike in
/// relative error. Bounded Levenberg-Marquardt on the logarithms, from three starting points; the
/// best wins.
///
/// Needs:    points in ascending frequency; those not measured are skipped.
/// Accuracy: f0 within 0.1 %, Q within 1 %, curve within 1 % and 1 degree on recordings with noise
/// at
///           -90 and -70 dBFS and AC coupling; 1e-4 on exact curves;
///           tests/analysis/loudspeaker_fit_test.cpp.
/// Limits:   one resonance. A ported cabinet or a semi-inductance shows as a residual: f0 and Q are
///           worth no more than it says.
/// Refuses:  TooShort (under 30 points or under two octaves), NoMatch (no resonance inside the
///           curve: a resistor, or the peak lies at its edge).
[[nodiscard]] Measured<LoudspeakerFit> fit_loudspeaker(std::span<const ImpedancePoint> curve);

}  // namespace ampsweep::analysis
