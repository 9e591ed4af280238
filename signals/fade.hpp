// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "signals/quantity.hpp"

namespace ampsweep::signals {

/// Raised cosine, 0 at n = 0 and 1 from n = `length` on: 1/2 - 1/2 cos(pi n / length). A length of
/// zero is no fade.
[[nodiscard]] double fade_gain(SampleCount n, SampleCount length);

/// Multiplies the first / last `length` samples by the raised cosine; the outermost sample becomes
/// exactly zero. A fade longer than `x` is shortened to it.
void fade_in(std::span<float> x, SampleCount length);
void fade_out(std::span<float> x, SampleCount length);

}  // namespace ampsweep::signals
