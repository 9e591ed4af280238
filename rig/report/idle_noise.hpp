// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Third-octave levels of a silence. Equal lengths give equal centres.
struct IdleNoise {
  std::vector<double> hz;             ///< Band centres, ascending.
  std::vector<double> band_dbfs_rms;  ///< NaN where a band holds exact zeros only.
};

/// The ends of the silence (a tenth of it, 50 ms at most) are left out: a neighbour's filter may
/// still ring there.
/// Accuracy: as analysis::third_octave_levels.
/// Refuses:  a sentence, when the spectrum cannot be measured.
[[nodiscard]] tl::expected<IdleNoise, std::string> idle_noise(std::span<const float> silence,
                                                              SampleRate rate);

}  // namespace ampsweep::rig
