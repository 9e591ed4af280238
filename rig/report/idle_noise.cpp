// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/idle_noise.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/spectrum.hpp"

namespace ampsweep::rig {

tl::expected<IdleNoise, std::string> idle_noise(std::span<const float> silence, SampleRate rate) {
  const auto longest = static_cast<std::size_t>(samples(Seconds{0.05}, rate).value());
  const std::size_t edge = std::min(silence.size() / 10, longest);
  const auto bands =
      analysis::third_octave_levels(silence.subspan(edge, silence.size() - 2 * edge), rate);
  if (!bands) return tl::unexpected(bands.error().detail);
  IdleNoise noise;
  for (const analysis::BandLevel& band : *bands) {
    const double level = band.level.value();
    noise.hz.push_back(band.centre.value());
    noise.band_dbfs_rms.push_back(std::isfinite(level) ? level
                                                       : std::numeric_limits<double>::quiet_NaN());
  }
  return noise;
}

}  // namespace ampsweep::rig
