// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "signals/quantity.hpp"

/// Steady sounds whose lines are known, computed sample by sample from their formula, and what a
/// converter makes of them. Nothing here uses ampsweep::analysis.
namespace ampsweep::closed_form {

/// amplitude cos(2 pi hz t + phase).
struct Partial {
  double hz{0.0};
  double amplitude{0.0};
  double phase{0.0};  ///< rad
};

[[nodiscard]] std::vector<double> partials(std::span<const Partial> lines, SampleRate rate,
                                           std::int64_t length, double dc = 0.0);
/// Harmonics 1, 2, ... of one tone with these amplitudes, all phases zero; then the tone is turned
/// by `phase` and harmonic n with it by n phase.
[[nodiscard]] std::vector<Partial> comb_of(double hz, std::span<const double> amplitudes,
                                           double phase = 0.0);
/// Rounded to 24 bit with triangular dither of 2 codes peak to peak.
[[nodiscard]] std::vector<float> to_24_bit(std::span<const double> x, std::uint64_t seed);
/// Every power x^p of the polynomial c[0] + c[1] x + c[2] x^2 ... in Horner's form.
[[nodiscard]] std::vector<double> through_polynomial(std::span<const double> x,
                                                     std::span<const double> c);

}  // namespace ampsweep::closed_form
