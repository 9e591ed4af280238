// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// A run of samples that stand at one extreme code.
struct ClippedRun {
  SampleCount at{0};
  SampleCount length{0};
  float value{0.0F};
};

[[nodiscard]] double peak(std::span<const float> x);
[[nodiscard]] double rms(std::span<const float> x);  ///< DC included.
[[nodiscard]] double mean(std::span<const float> x);
[[nodiscard]] bool all_finite(std::span<const float> x);

/// Clipping: >= 2 equal samples in a row at |x| >= `full_scale`, either polarity, or any sample
/// beyond +-1. Catches +FS codes of 16 and 24 bit, which read just below 1.
[[nodiscard]] std::vector<ClippedRun> clipped_runs(std::span<const float> x,
                                                   double full_scale = 0.99996);

/// Error-to-signal ratio sum (a-b)^2 / sum b^2. NaN when b is silent.
[[nodiscard]] double error_to_signal(std::span<const float> a, std::span<const float> b);

/// Energy of the impulse response before time zero over its whole energy, in dB (<= 0), from a
/// linear deconvolution of `output` by `input` over a common stretch. -400 for none.
/// `head_room`: samples by which output is late on purpose; time zero is moved by it.
[[nodiscard]] double early_energy_db(std::span<const float> input, std::span<const float> output,
                                     double head_room_samples);

}  // namespace ampsweep::analysis
