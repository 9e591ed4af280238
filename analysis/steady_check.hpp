// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "analysis/refusal.hpp"

namespace ampsweep::analysis {

/// Why no steady sound can be measured here, if so: NotFinite, TooShort (under 64 samples), Silent
/// (or nothing but DC), Clipped (four equal samples in a row at full scale; beyond full scale a
/// file in floating point is only loud). tests/analysis/tone_test.cpp.
[[nodiscard]] std::optional<Refusal> unusable_sound(std::span<const float> x);

}  // namespace ampsweep::analysis
