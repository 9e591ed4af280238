// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// The bins of a record of spec.length samples nearest to spec.frequencies.
[[nodiscard]] std::vector<std::int64_t> multitone_bins(const MultitoneSpec& spec, SampleRate rate);

/// Sum of equally strong tones on bins, phases drawn from spec.seed. No fades: played in a row it
/// is periodic without a seam.
///
/// Shape:    mono, spec.length samples = one period.
/// Units:    max |x| = amplitude(spec.level) to float32 rounding.
/// Needs:    at least one frequency; every tone on its own bin, above DC and below rate / 2.
/// Accuracy: tones equal within 1e-5 dB, everything else below -130 dB of a tone;
///           tests/signals/multitone_test.cpp.
[[nodiscard]] std::vector<float> multitone(const MultitoneSpec& spec, SampleRate rate);

}  // namespace ampsweep::signals
