// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::test {

/// y = c1 x + c2 x^2 + c3 x^3, known exactly for a sine of amplitude a:
/// H1 = c1 + 3/4 c3 a^2, H2 = c2 a / 2, H3 = c3 a^2 / 4, over a.
struct PolynomialAmp {
  double c1{1.0};
  double c2{0.0};
  double c3{0.0};
  /// Level over the sine's amplitude in dB; none for orders it does not make.
  [[nodiscard]] std::optional<double> level_db(int order, double amplitude) const;
};

/// 1 s of zeros, a 20 Hz - 20 kHz sweep at -12 dBFS of about `sweep_s`, 0.8 s of zeros.
[[nodiscard]] signals::Stimulus sweep_stimulus(double sweep_s = 6.0);

/// What the amp gives back, as an aligned take: late by `headroom_samples` (any fraction), no DC,
/// each harmonic written down as its own sine and faded out between 19 and 22 kHz, so that nothing
/// aliases and no filter is involved. White noise of `noise_rms` runs through all of it.
[[nodiscard]] std::vector<double> closed_form_take(const signals::Stimulus& stimulus,
                                                   const PolynomialAmp& amp,
                                                   double headroom_samples, double noise_rms = 0.0,
                                                   std::uint64_t seed = 1);

}  // namespace ampsweep::test
