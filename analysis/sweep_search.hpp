// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "analysis/refusal.hpp"
#include "analysis/sweep_shape.hpp"

namespace ampsweep::analysis {

/// The exponential sweep a stimulus file holds.
struct FoundSweep {
  SweepShape shape;
  SampleCount start{0};  ///< Its first sample in the stimulus.
  double residual_db{
      0.0};  ///< What the formula leaves over, re the sweep, where it is at full level.
};

/// Reads law, start phase, level and fades off the samples of a stimulus, wherever it was made: our
/// synchronized sweep, Farina's (REW, DAW plug-ins), either polarity, silence before and after.
///
/// Zero crossings give a first law; Gauss-Newton on all samples at full level gives the last one.
///
/// Accuracy: start phase within 1e-5 cycle, L within 1e-8, 24-bit and 16-bit files alike;
///           tests/analysis/sweep_search_test.cpp.
/// Refuses:  TooShort, Silent, NotFinite, BadParameter; NoMatch when the formula leaves more than
///           -40 dB: a linear sweep, noise, music, several sweeps in one file, a recording.
/// Cost:     0.2 s for 10 s at 48 kHz.
[[nodiscard]] Measured<FoundSweep> find_sweep(std::span<const float> stimulus, SampleRate rate);

}  // namespace ampsweep::analysis
