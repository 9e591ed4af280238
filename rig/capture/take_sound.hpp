// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "rig/model/take.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// Peak, clipped runs and flat tops of the amp channel as recorded, at 24 bits.
void measure_raw_sound(std::span<const float> amp, SampleRate rate, TakeMeasurements& measured);

/// Noise, hum and DC of the first silence, replicate ESR of the validation passes, best possible ESR and
/// early energy, from an aligned take. What the stimulus has no segment for stays unset.
void measure_aligned_sound(const signals::Stimulus& stimulus, std::span<const double> take,
                           TakeMeasurements& measured);

}  // namespace ampsweep::rig
