// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analysis/hum.hpp"
#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

struct RippleOptions {
  int orders{4};  ///< Sidebands at tone +- 2 n f for n = 1 .. orders.
};

/// A line beside the tone.
struct Sideband {
  Hertz frequency;
  Decibels level_dbc;  ///< Noise taken off; -inf unless measured.
  Decibels sigma;
  Decibels limit_dbc;  ///< Below this it is not told from noise.
  bool measured{};
  /// Sits on a harmonic of the tone, on hum or outside 20 Hz .. 0.45 rate: tells nothing.
  bool hidden{};
};

/// The pair at tone +- 2 n f_line and what it amounts to.
struct RippleOrder {
  int order{};
  Hertz offset;  ///< 2 n f_line.
  Sideband lower;
  Sideband upper;
  double am_percent{};  ///< Amplitude modulation depth; 0 unless both sidebands are measured.
  double pm_degrees{};  ///< Peak phase modulation, likewise.
};

/// How the supply's ripple modulates a tone.
struct Ripple {
  Hertz tone;
  DbFsRms tone_level;
  Mains mains{Mains::None};  ///< None: no sideband found; the limits are those around 50 Hz.
  Hertz line;
  Hertz line_sigma;  ///< Infinite for None.
  std::vector<RippleOrder> orders;
};

inline constexpr std::string_view kRippleMethod =
    "sidebands at tone +- 2n x mains, Hann-weighted least squares with one free line frequency";

/// Sidebands that a rectified mains supply puts around a steady tone (ghost notes): the tone and
/// its harmonics are fitted and taken out, then all sidebands are fitted jointly with one free line
/// frequency within 0.5 Hz of 50 or 60 Hz. Relative to the tone (dBc).
///
/// Needs:    1 s at least, 4 s for the accuracy below; only the first 8 s are used. A tone that is
///           no multiple of 10 Hz: hum itself (n f_line) must not lie on the sidebands; 997 Hz
///           does.
/// Accuracy: levels within 0.1 dB, line frequency within 0.01 Hz in 4 s for sidebands 40 dB over
///           the noise in their bin, down to -100 dBc with 1 % of distortion;
///           tests/analysis/ripple_test.cpp.
/// Refuses:  TooShort, Silent, NotFinite, BadParameter; NoMatch when no steady tone is found within
///           1 % of `tone` or more of the sound lies beside it and its harmonics than on them;
///           Clipped.
[[nodiscard]] Measured<Ripple> measure_ripple(std::span<const float> x, SampleRate rate, Hertz tone,
                                              const RippleOptions& options = {});

}  // namespace ampsweep::analysis
