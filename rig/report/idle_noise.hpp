// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Third-octave centres a silence of this length can give: 1000 * 2^(k/3), ascending.
[[nodiscard]] std::vector<double> idle_noise_centres(SampleCount silence, SampleRate rate);

/// Noise per band in dBFS RMS at those centres; NaN where a band holds exact zeros only. The ends
/// of the silence are left out: a neighbour's filter may still ring there. Refuses: a sentence,
/// when the spectrum cannot be measured.
[[nodiscard]] tl::expected<std::vector<double>, std::string> idle_noise_bands(
    std::span<const float> silence, SampleRate rate, const std::vector<double>& centres);

}  // namespace ampsweep::rig
