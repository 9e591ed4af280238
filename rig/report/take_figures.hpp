// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rig/report/report_data.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// Which stretches of a take are measured, and at which frequencies: one for a whole dataset.
struct FigureLayout {
  std::optional<signals::Segment> sweep;  ///< First usable sweep of the stimulus.
  SampleCount sweep_until{0};             ///< End of the silence after it: its decay.
  std::optional<signals::Segment> idle;   ///< Silence before the first sound.
  FigureGrid grid;
  std::vector<std::string> missing;  ///< What no take can give, and why.
};

/// The grid covers the frequencies at which the sweep stands at its full level, from twice its
/// start: where analysis::sweep_response states its accuracy. A segment that does not lie inside a
/// take, or a sweep whose recipe is not one the generator could have made, is left out, with a
/// sentence.
[[nodiscard]] FigureLayout figure_layout(const std::vector<signals::Segment>& segments,
                                         SampleRate rate, SampleCount take_length);

/// Response, harmonics and idle noise of one aligned take.
///
/// Shape:    `take` lines up with the stimulus but for `headroom_samples`, by which it is late.
/// Accuracy: harmonics of a known polynomial within 0.05 dB from a 24-bit file
///           (tests/rig/report/write_report_test.cpp).
/// Refuses:  a figure that cannot be given becomes a sentence in TakeFigures::missing.
[[nodiscard]] TakeFigures measure_take(const FigureLayout& layout, std::span<const float> take,
                                       SampleRate rate, double headroom_samples);

/// Smallest level of order `order` that stands out of noise, over the sweep's amplitude, told from
/// the noise's third-octave level alone. measure_take() uses it for the rounding of the file, and
/// for the idle noise where analysis::sweep_response could not hear the silence after the sweep;
/// else the limit is that function's own, which knows its windows, moved to the same 10 dB.
///
/// The packet of order n is cut out of the deconvolved sweep with a window no longer than
/// L ln((n+1)/(n-1)) / 2 (halfway, in octaves, to its neighbours), L being the sweep's growth time.
/// White noise with level P in the third octave around f then has at most the power
/// P ln((n+1)/(n-1)) / 0.2316 in that order at f, whatever the sweep's length. The limit is 10 dB
/// above that: noise alone exceeds it once in 22000 points (Rayleigh statistics, e^-10).
/// The rounding noise of a 24-bit file is added to `noise_band_dbfs_rms` (NaN or -inf: none).
[[nodiscard]] double detection_limit_db(int order, double response_hz, double noise_band_dbfs_rms,
                                        DbFsPeak sweep_level, SampleRate rate);

}  // namespace ampsweep::rig
