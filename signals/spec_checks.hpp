// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// What makes a part of a stimulus unusable, as a sentence with the part's `name`; empty when
/// nothing does. NaN is objected to.

/// 0 < from < to < rate / 2.
[[nodiscard]] std::string about_band(Hertz from, Hertz to, SampleRate rate,
                                     const std::string& name);
/// Not above 0 dBFS peak.
[[nodiscard]] std::string about_level(DbFsPeak level, const std::string& name);
/// What chirp() needs, and an end not above highest_frequency().
[[nodiscard]] std::string about_marker(const ChirpSpec& marker, SampleRate rate);

}  // namespace ampsweep::signals
