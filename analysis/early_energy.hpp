// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace ampsweep::analysis {

/// Energy of the impulse response from `input` to `output` that comes before time zero, over its
/// whole energy, in dB (<= 0). What is early could only be predicted by a model that sees the
/// future.
///
/// Time zero is sample n of `output` for sample n of `input`: `output` is meant to be late by
/// `head_room_samples`, and only what comes earlier than that head-room counts. The response is
/// read through a zero-phase window over the band (4-term Blackman-Harris), which spreads a click
/// by 2.6 samples either way; a head-room of 4 and more is therefore told apart down to -60 dB,
/// smaller ones show this spread itself: an output without head-room reads about -3 dB.
///
/// Units:    256 samples before and 8192 after time zero count; -400 for none.
/// Accuracy: a copy 4 samples late reads below -60 dB, one with a click of -40 dB 10 samples early
///           reads -40 dB +- 1; tests/analysis/sound_check_test.cpp.
/// Needs:    equal lengths, at least 16384 samples, an input with sound over most of the band (a
///           sweep or marker); NaN for a silent input or anything not finite.
[[nodiscard]] double early_energy_db(std::span<const float> input, std::span<const float> output,
                                     double head_room_samples);

}  // namespace ampsweep::analysis
