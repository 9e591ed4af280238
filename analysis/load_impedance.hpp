// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <complex>
#include <optional>
#include <span>
#include <vector>

#include "analysis/channel_ratio.hpp"
#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// How the load is wired.
enum class LoadMethod {
  Series,  ///< source -> resistor -> load -> ground; `divided` is taken across the load.
  Sense,   ///< amp -> load -> resistor -> ground; `divided` is taken across the resistor, `source`
           ///< across both.
};

struct LoadJig {
  LoadMethod method{LoadMethod::Series};
  Ohms resistor{10.0};
};

/// One point of an impedance curve.
struct ImpedancePoint {
  Hertz frequency;
  std::complex<double> ohms;  ///< NaN where the doubt exceeds 10 %.
  double sigma_ohms{0.0};     ///< One standard deviation of |Z|; over |Z| that of the angle in rad.
                              ///< The resistor's own tolerance comes on top.
  double coherence{0.0};      ///< Of the two channels, 0 .. 1.

  [[nodiscard]] double magnitude() const { return std::abs(ohms); }
  [[nodiscard]] double phase_deg() const;
  [[nodiscard]] bool measured() const;
};

/// A recording of the same jig with a known resistor in place of the load.
struct KnownResistor {
  ChannelPair channels;
  Ohms resistor;
};

struct LoadOptions {
  std::vector<Hertz> frequencies{};  ///< Empty: 48 an octave, 20 Hz to 20 kHz or 0.45 x rate.
  /// Both inputs on one node, through the cables and pads used: their ratio is divided out.
  std::optional<ChannelPair> match{};
  std::optional<KnownResistor> known{};  ///< Scales the curve, frequency by frequency.
};

/// Impedance of the connected load, from a sweep or any broadband sound:
///
///     series  Z = R r / (1 - r)      sense  Z = R (1 - r) / r      r = divided / source
///
/// Accuracy: from 20 Hz to 20 kHz with 20 Hz AC coupling, noise at -90 dBFS and a 6 s sweep of -6
///           dBFS peak: 0.1 % and 0.1 degree in the series jig, 1.2 % and 0.5 degree over 0.22 ohm;
///           2 % and 2 degrees with channels 0.3 dB, 5 Hz of coupling corner and 0.3 sample apart
///           (matched); tests/analysis/load_impedance_test.cpp.
/// Limits:   the resistor's tolerance scales |Z| unless `known` is given; an input's own impedance
///           lies in parallel with the load (10 kohm against 100 ohm: 1 %). The methods cannot be
///           told apart: a wrong one gives R^2 / Z.
/// Refuses:  as channel_ratio(); NoMatch where the real part is negative at most frequencies
///           (channels swapped, one of them inverted) or nothing can be measured.
[[nodiscard]] Measured<std::vector<ImpedancePoint>> load_impedance(const ChannelPair& channels,
                                                                   SampleRate rate,
                                                                   const LoadJig& jig,
                                                                   const LoadOptions& options = {});

}  // namespace ampsweep::analysis
