// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// Why no noise or hum figure can be given for this sound, if so: no rate, shorter than 1 s, not
/// finite, one constant value.
[[nodiscard]] std::optional<Refusal> objection_to_idle(std::span<const float> x, SampleRate rate);

/// Does a sample reach the end of the scale (0.9999), as a converter's or a file's limit does?
[[nodiscard]] bool reaches_full_scale(std::span<const float> x);

}  // namespace ampsweep::analysis
