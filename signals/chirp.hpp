// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "signals/exponential_law.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// L = T / ln(f2/f1), T = length / rate: the frequency is `from` at sample 0 and would be `to` at
/// sample `length`.
[[nodiscard]] ExponentialLaw chirp_law(const ChirpSpec& spec, SampleRate rate);

/// The marker: a short exponential chirp a sin(2 pi f1 L (exp(t/L) - 1)), phase exactly zero at
/// sample 0, with raised-cosine fades inside `length`.
///
/// Exponential, not linear: it spends time on the lows, where the phase of the AC coupling is read,
/// and harmonics of a distorting amp land ahead of the matched filter's peak instead of under it
/// (docs/signals.md weighs the two).
///
/// Shape:    mono, spec.length samples.
/// Units:    |x| <= amplitude(spec.level), reached between the fades.
/// Needs:    0 < from < to < rate / 2, length > 0, 2 * fade <= length.
/// Accuracy: the spectrum falls 3 dB per octave within 1.5 dB from 100 Hz to 0.8 * to;
///           tests/signals/chirp_test.cpp.
/// Cost:     O(length); allocates.
[[nodiscard]] std::vector<float> chirp(const ChirpSpec& spec, SampleRate rate);

}  // namespace ampsweep::signals
