// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::rig::gui {

/// Lowest and highest sample of one column of a picture.
struct Envelope {
  float low{0.0F};
  float high{0.0F};
};

/// Extremes of `samples` cut into `columns` stretches of nearly equal length: every sample is in
/// one.
[[nodiscard]] std::vector<Envelope> envelope(const std::vector<float>& samples,
                                             std::size_t columns);

/// One stretch of the stimulus with what it is for.
struct StimulusPart {
  signals::SegmentRole role{signals::SegmentRole::Silence};
  double from_s{0.0};
  double to_s{0.0};
  double peak_dbfs{0.0};  ///< -inf for silence.
  double rms_dbfs{0.0};
  std::string origin;  ///< "built-in guitar", "di.wav (left channel)", "sweep 20 Hz to 20 kHz".
};
[[nodiscard]] std::vector<StimulusPart> stimulus_parts(const signals::Stimulus& stimulus);

/// What a part is for, in words a player knows.
[[nodiscard]] const char* purpose_text(signals::SegmentRole role);

}  // namespace ampsweep::rig::gui
