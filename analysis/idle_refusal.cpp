// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/idle_refusal.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::analysis {

std::optional<Refusal> objection_to_idle(std::span<const float> x, SampleRate rate) {
  if (rate.value() < 4000) {
    return Refusal{Refusal::Reason::BadParameter, "noise needs a sample rate of 4 kHz or more"};
  }
  if (x.size() < static_cast<std::size_t>(rate.value())) {
    return Refusal{Refusal::Reason::TooShort, "noise and hum need at least 1 s, better 4 s"};
  }
  if (!std::all_of(x.begin(), x.end(), [](float sample) { return std::isfinite(sample); })) {
    return Refusal{Refusal::Reason::NotFinite, "the recording holds values that are no numbers"};
  }
  if (std::all_of(x.begin(), x.end(), [&x](float sample) { return sample == x.front(); })) {
    return Refusal{Refusal::Reason::Silent,
                   "the recording is digital silence: every sample has the same value"};
  }
  return std::nullopt;
}

bool reaches_full_scale(std::span<const float> x) {
  return std::any_of(x.begin(), x.end(), [](float sample) { return std::abs(sample) >= 0.9999F; });
}

}  // namespace ampsweep::analysis
