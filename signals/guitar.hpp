// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// Guitar-like audio from a seed: what a player's direct signal would exercise in an amp, without a
/// download. Single notes over the whole neck, open and barre chords, power chords, palm-muted
/// bursts, slides and bends, one riff down a level ladder, rests. Not meant to be beautiful.
///
/// Shape:    mono, samples spec.first .. spec.length - 1 of a performance of spec.length samples,
///           which is the same whatever part of it is asked for.
/// Units:    |x| <= amplitude(spec.level); the loudest sample of the whole performance reaches it.
/// Needs:    0 <= first < length; rate >= 16 kHz.
/// Promise:  bit-identical for one spec and rate; another seed is another performance; the same
///           notes at every rate.
/// Accuracy: over 30 s at 48 kHz: >= 95 % of the energy from 80 Hz to 5 kHz, crest factor 10-20 dB,
///           |mean| < 1e-5 of the peak; every kind of phrase above occurs in 30 s;
///           tests/signals/guitar_test.cpp.
/// Cost:     about 1/100 of real time at 48 kHz; allocates.
[[nodiscard]] std::vector<float> guitar(const GuitarSpec& spec, SampleRate rate);

}  // namespace ampsweep::signals
