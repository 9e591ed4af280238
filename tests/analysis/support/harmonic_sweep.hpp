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

/// An exponential sweep from anywhere: sin(2 pi (from growth exp(t / growth) + phase_cycles)).
struct PlainSweep {
  double from{20.0};   ///< Hz
  double growth{1.0};  ///< s
  double samples{0.0};
  double phase_cycles{0.0};
  double fade_in{0.0};  ///< Samples.
  double fade_out{0.0};
};
/// Farina's: from `from` to `to` in `seconds`, phase 0 at its first sample.
[[nodiscard]] PlainSweep farina(double from, double to, double seconds, SampleRate rate);
/// As sweep_through_amp(), through an amp whose harmonic n is b_n sin(n phi + theta_n).
[[nodiscard]] std::vector<double> plain_sweep_through_amp(const PlainSweep& sweep, SampleRate rate,
                                                          const std::vector<Harmonic>& harmonics,
                                                          double delay, std::int64_t length);

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

/// Harmonics of (amplitude sin(phase))^power, power 1 .. 5, from the textbook's identities; the
/// constant of even powers left out.
[[nodiscard]] std::vector<Harmonic> power_harmonics(double amplitude, int power);

}  // namespace ampsweep::closed_form
