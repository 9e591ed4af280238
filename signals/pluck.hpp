// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::signals {

inline constexpr int kStrings = 6;
inline constexpr int kFrets = 22;

/// Where a string is stopped on a guitar in standard tuning (E2 A2 D3 G3 B3 E4, A4 = 440 Hz).
struct NeckPosition {
  int string{0};  ///< 0 = low E .. 5 = high E.
  int fret{0};    ///< 0 = open .. kFrets.
  friend bool operator==(const NeckPosition&, const NeckPosition&) = default;
};

/// Bend or slide: the pitch moves by `semitones` along a raised cosine, then stays.
struct Glide {
  double semitones{0.0};
  Seconds begin{0.0};  ///< After the pluck.
  Seconds end{0.0};
};

struct Pluck {
  NeckPosition at{};
  double strength{1.0};        ///< 0..1: amplitude, and brightness with it.
  double pick_distance{0.15};  ///< From the bridge, as part of the open string's length.
  double palm{0.0};            ///< 0 = open, 1 = fully palm-muted.
  Seconds sounding{1.0};       ///< Until the string is let go.
  Glide glide{};
};

/// One mode of the string as the pickup hears it: amplitude * exp(-decay t) sin(2 pi f t).
struct Partial {
  Hertz frequency;
  double amplitude{0.0};
  double decay{0.0};  ///< Per second.
};

/// Equal temperament; the frequency of the first partial.
[[nodiscard]] Hertz pitch(NeckPosition at);

/// Modes up to `highest`: stiff string f_k ~ k sqrt(1 + B k^2), a plucked string's velocity
/// (1/k sin(k pi pick) sin(k pi pickup)), a pickup's second-order low pass, decay rising with f^2.
///
/// Source: Fletcher, Rossing, "The Physics of Musical Instruments", 2nd ed.,
/// sections 2.7, 2.8, 2.18
///         (modes, pluck position, stiffness). The constants are plausible, not measured.
[[nodiscard]] std::vector<Partial> partials(const Pluck& pluck, Hertz highest);

/// Adds the sound of one pluck to `out`, whose first sample is the moment of the pluck.
///
/// Additive, because every partial then sits exactly where the formula says at any rate: no tuning
/// filter, no alias. A partial that has decayed to 1e-7 is dropped. Pitch follows a glide in steps
/// of 64 samples.
///
/// Accuracy: 1e-6 of the sum of the partials; the same at 44.1 and 88.2 kHz to 1e-6;
///           tests/signals/pluck_test.cpp.
void add_pluck(const Pluck& pluck, SampleRate rate, std::span<double> out);

}  // namespace ampsweep::signals
