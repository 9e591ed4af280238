// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// out[n] = recording(delay + n * (1 + drift)), n = 0 .. length-1, band-limited; zero outside.
///
/// One windowed-sinc interpolation, 192 taps, Kaiser 130 dB, cut at half the sampling rate: flat to
/// 0.477 x rate (22.9 kHz at 48 kHz), images below -120 dB from 0.523 x rate. A whole-number delay
/// without drift is an exact copy. Sound above 0.477 x rate cannot be shifted faithfully by any
/// filter on this grid; it is left attenuated. Nothing is filtered against aliasing: for drift,
/// where the rates differ by less than 1 part in 1000.
///
/// Units:    delay in samples of the recording; drift_ppm as measured by track_timing.
/// Accuracy: error of a sine below -120 dB and 1e-5 dB, 20 Hz - 20 kHz at 48 kHz, any fraction,
///           0 .. 1000 ppm; tests/analysis/realign_test.cpp.
/// Needs:    finite delay, |drift_ppm| <= 10000, length >= 0.
/// Cost:     190 s of 48 kHz in under 1 s on one core, tests/bench/analysis_bench.cpp. Allocates.
/// Source:   Smith, Gossett 1984 (windowed-sinc resampling); Kaiser 1974 (window).
[[nodiscard]] std::vector<double> realign(std::span<const float> recording, double delay_samples,
                                          double drift_ppm, SampleCount length);

/// Same, for samples held in double precision.
[[nodiscard]] std::vector<double> realign(std::span<const double> recording, double delay_samples,
                                          double drift_ppm, SampleCount length);

}  // namespace ampsweep::analysis
