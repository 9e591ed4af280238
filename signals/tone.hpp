// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// The frequency k * rate / record nearest to `wanted` with k odd and sharing no factor with
/// `record`: the tone fits the record a whole number of times, and every sample of the record has
/// its own phase, so that converter errors do not repeat.
///
/// Needs:  0 < wanted < rate / 2; record >= 4.
/// Source: measurement.md 2.2. 1 kHz in 65536 samples at 48 kHz becomes 999.756 Hz, bin 1365.
[[nodiscard]] Hertz coherent_frequency(Hertz wanted, SampleCount record, SampleRate rate);

/// a sin(2 pi f t) from phase zero, with raised-cosine fades inside `length`.
///
/// Shape:    mono, spec.length samples.
/// Units:    |x| <= amplitude(spec.level).
/// Needs:    0 < frequency < rate / 2, length > 0, 2 * fade <= length.
/// Accuracy: harmonics and spurious below -150 dBc (float32 rounding); tests/signals/tone_test.cpp.
[[nodiscard]] std::vector<float> tone(const ToneSpec& spec, SampleRate rate);

}  // namespace ampsweep::signals
