// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rig/model/result.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Samples at another rate by libsamplerate's best sinc converter, its delay removed: sample 0
/// stays sample 0, whatever the rates. About length * to / from samples; callers cut or pad the
/// last few.
///
/// Accuracy: a 997 Hz sine from 44.1 to 48 kHz within -100 dB, ends excluded
///           (tests/rig/dataset/audio_source_test.cpp).
/// Faults:   FormatMismatch: a ratio the converter refuses (256 and more).
/// Cost:     O(length), about 0.3 s a minute of audio; allocates.
[[nodiscard]] Result<std::vector<float>> resampled(std::span<const float> samples, SampleRate from,
                                                   SampleRate to);

/// "libsamplerate-0.2.2 ..., best sinc": for the record.
[[nodiscard]] std::string resampler_name();

}  // namespace ampsweep::rig
