// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// out[n] = recording(delay + n * (1 + drift)), n = 0 .. length-1, band-limited; zero outside.
///
/// One windowed-sinc interpolation (Kaiser, >= 120 dB stopband, flat to 20 kHz at 48 kHz within
/// 0.001 dB); an integer delay without drift is an exact copy.
///
/// Units:    delay in samples of the recording; drift_ppm as measured by track_timing.
/// Accuracy: tests/analysis/realign_test.cpp.
[[nodiscard]] std::vector<double> realign(std::span<const float> recording, double delay_samples,
                                          double drift_ppm, SampleCount length);

}  // namespace ampsweep::analysis
