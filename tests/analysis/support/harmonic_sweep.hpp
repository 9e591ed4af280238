// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::closed_form {

/// One harmonic of an amp: b sin(n phase + theta).
struct Harmonic {
  double amplitude{0.0};
  double phase{0.0};  ///< rad
};

/// The sweep through an amp whose harmonics are given, from their formula, so that nothing aliases:
/// sum over n of envelope x b_n sin(n phi(t) + theta_n). Each harmonic fades out between 0.40 and
/// 0.47 of the rate, as a converter's filter would do. Starts `delay` samples into the recording.
[[nodiscard]] std::vector<double> sweep_through_amp(const signals::SweepSpec& sweep,
                                                    SampleRate rate,
                                                    const std::vector<Harmonic>& harmonics,
                                                    double delay, std::int64_t length);

/// Harmonics of a x + b x^2 + c x^3 + d x^4 for x = amplitude sin(phase): orders 1 .. 4.
[[nodiscard]] std::vector<Harmonic> polynomial_harmonics(double amplitude, double a, double b,
                                                         double c, double d);
/// Harmonics of atan(drive sin(phase)): odd n, 2 t^n / n, t = (sqrt(1 + drive^2) - 1) / drive.
[[nodiscard]] std::vector<Harmonic> atan_harmonics(double drive, int orders);

}  // namespace ampsweep::closed_form
