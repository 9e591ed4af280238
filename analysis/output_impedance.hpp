// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <span>
#include <vector>

#include "analysis/channel_ratio.hpp"
#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Output of an amp with a known resistor as its load. `channels.source` is what went in (the
/// loopback channel), `channels.divided` the voltage at the load.
struct LoadedOutput {
  ChannelPair channels;
  Ohms resistor;
};

struct OutputImpedancePoint {
  Hertz frequency;
  std::complex<double> ohms;  ///< NaN where the sound says nothing.
  double sigma_ohms{0.0};     ///< One standard deviation of |Zout|.

  [[nodiscard]] double magnitude() const { return std::abs(ohms); }
  /// Load over |Zout|.
  [[nodiscard]] double damping_factor(Ohms load) const { return load.value() / magnitude(); }
};

/// Source impedance from the outputs V1 into Z1 and V2 into Z2 at the same input:
/// Z1 Z2 (V1 - V2) / (V2 Z1 - V1 Z2). Needs Z1 != Z2.
[[nodiscard]] std::complex<double> output_impedance(std::complex<double> v1,
                                                    std::complex<double> v2,
                                                    std::complex<double> z1,
                                                    std::complex<double> z2);

/// The same, swept, from two recordings of one sound at one setting. Play it softly: the amp must
/// be linear, and it must not have warmed between the two.
///
/// Accuracy: 1 % of Zout at 0.5, 8 and 30 ohm between 8 and 16 ohm resistors, with 20 Hz AC
///           coupling and noise at -90 dBFS, 20 Hz to 20 kHz;
///           tests/analysis/output_impedance_test.cpp.
/// Limits:   a gain that changes by e between the takes moves Zout by about e (Zout + Z1)(Zout +
/// Z2)
///           / |Z1 - Z2|; sigma does not know of it.
/// Refuses:  as channel_ratio(); BadParameter for resistors within 5 % of each other; NoMatch where
///           nothing can be measured.
[[nodiscard]] Measured<std::vector<OutputImpedancePoint>> output_impedance(
    const LoadedOutput& first, const LoadedOutput& second, SampleRate rate,
    std::span<const Hertz> frequencies);

}  // namespace ampsweep::analysis
