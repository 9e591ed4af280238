// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// Lengths in specs are samples at the stimulus rate; the defaults in stimulus.hpp are written for
/// this one.
inline constexpr SampleRate kSpecRate{48000};

/// The same time at another rate, nearest whole sample: at_rate(SampleCount{480}, 96 kHz) = 960.
[[nodiscard]] SampleCount at_rate(SampleCount at_48k, SampleRate rate);

/// Highest frequency put into a stimulus: 0.45 of the rate, below the converters' own filters.
[[nodiscard]] Hertz highest_frequency(SampleRate rate);

/// A spec written for 48 kHz, at `rate`: lengths and fades keep their time, `to` is capped at
/// highest_frequency. (A MultitoneSpec is not scaled: its length is a record size.)
[[nodiscard]] ChirpSpec at_rate(ChirpSpec spec, SampleRate rate);
[[nodiscard]] SweepSpec at_rate(SweepSpec spec, SampleRate rate);
[[nodiscard]] ToneSpec at_rate(ToneSpec spec, SampleRate rate);
[[nodiscard]] TwoToneSpec at_rate(TwoToneSpec spec, SampleRate rate);
[[nodiscard]] GuitarSpec at_rate(GuitarSpec spec, SampleRate rate);

}  // namespace ampsweep::signals
