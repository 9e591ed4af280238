// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "signals/exponential_law.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// Time law of the synchronized sweep: x(t) = a sin(2 pi law.cycles_at(t)), with
/// law.growth = L = round(f1 T / ln(f2/f1)) / f1 and T = length / rate, so that f1 L is a whole
/// number: the sweep starts at phase zero and order n of the response has phase n * cycles_at(t).
///
/// Needs:   0 < from < to, and a length that rounds to f1 L >= 1 (T >= ln(f2/f1) / (2 f1)).
/// Source:  Novak, Lotton, Simon, JAES 63(10) 2015; measurement.md 1.2.
[[nodiscard]] ExponentialLaw sweep_law(const SweepSpec& spec, SampleRate rate);

/// Samples the sweep really has: L ln(to/from) at `rate`, nearest whole sample. Differs from
/// spec.length by at most ln(to/from) / (2 from) seconds (0.17 s for 20 Hz - 20 kHz). A spec whose
/// length is replaced by this value has the same law.
[[nodiscard]] SampleCount sweep_length(const SweepSpec& spec, SampleRate rate);

/// Synchronized exponential sweep with raised-cosine fades inside it.
///
/// Shape:    mono, sweep_length(spec, rate) samples.
/// Units:    |x| <= amplitude(spec.level), reached between the fades.
/// Needs:    as sweep_law; to < rate / 2; both fades together no longer than the sweep.
/// Accuracy: within 1 float32 ulp of full scale (6e-8) of the formula;
/// tests/signals/sweep_test.cpp. Cost:     O(length); allocates.
[[nodiscard]] std::vector<float> sweep(const SweepSpec& spec, SampleRate rate);

}  // namespace ampsweep::signals
