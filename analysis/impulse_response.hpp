// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Linear response that turns `input` into `output` (least squares per frequency, regularised where
/// the input has no energy): h[n], n = 0 .. length-1, time zero at h[0].
///
/// Units:    frequencies below `lowest` are left out (raised cosine over two thirds of an octave):
///           where the input hardly sounds, what a distorting device adds of its own would be
///           divided by next to nothing. 0: keep all.
/// Needs:    input not silent; output covers input plus the response; length > 0.
/// Accuracy: a gain and a delay are recovered within 0.1 dB and 1 sample in the input's band;
///           tests/analysis/impulse_response_test.cpp.
[[nodiscard]] std::vector<double> impulse_response(std::span<const float> input,
                                                   std::span<const float> output,
                                                   SampleCount length, SampleRate rate,
                                                   Hertz lowest);

/// input * h, as long as the input plus the response. Overlap-add: O(n log m).
[[nodiscard]] std::vector<float> convolve(std::span<const float> input, std::span<const double> h);

/// First sample whose magnitude comes within `threshold_db` (negative) of the response's peak.
[[nodiscard]] SampleCount first_arrival(std::span<const double> h, double threshold_db = -20.0);

}  // namespace ampsweep::analysis
