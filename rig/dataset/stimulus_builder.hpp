// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/model/plan.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// What a plan asks to be played: the built-in programme (signals/programme.hpp) with the user's DI
/// in the place of its guitar when one is named.
///
/// Shape:    mono; every sample lies on the 24-bit grid, so input.wav is exactly what was played.
/// Level:    user audio is scaled once, as a whole, so that its peak stands at `spec.peak`;
/// training
///           and validation share one gain.
/// Accuracy: deterministic: equal specs and files give equal samples on one build
///           (tests/rig/dataset/stimulus_builder_test.cpp).
/// Refuses:  SetupError{Data} for a DI that load_audio refuses or that is too short.
[[nodiscard]] signals::Stimulus build_stimulus(const StimulusSpec& spec, SampleRate rate);

/// What a plan with a suite asks of signals::measurement_programme().
[[nodiscard]] signals::MeasurementWish measurement_wish(const StimulusSpec& spec, SampleRate rate);

/// Rounds every sample to a multiple of 2^-23, ties to even; exact zeros stay zeros.
void round_to_24_bit(signals::Stimulus& stimulus);

/// SHA-256 of rate, segments and 24-bit codes: what resume compares and every attempt carries.
[[nodiscard]] std::string stimulus_hash(const signals::Stimulus& stimulus);

}  // namespace ampsweep::rig
