// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// a (r sin(2 pi low t) + sin(2 pi high t)) / (1 + r), r = low_over_high, with raised-cosine fades
/// inside the length.
///
/// Shape:    mono, spec.length samples.
/// Units:    |x| <= a = amplitude(spec.level): the tones' amplitudes add up to the level.
/// Needs:    0 < low < high < rate / 2, low_over_high > 0, length > 0, 2 * fade <= length.
/// Accuracy: amplitudes within 1e-6 dB, everything else below -145 dB re the level;
///           tests/signals/two_tone_test.cpp.
[[nodiscard]] std::vector<float> two_tone(const TwoToneSpec& spec, SampleRate rate);

}  // namespace ampsweep::signals
