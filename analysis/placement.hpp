// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::analysis {

/// Where a stimulus lies in its recording: sample n stands at delay_samples + n (1 + drift).
struct Placement {
  double delay_samples{0.0};
  double drift_ppm{0.0};  ///< Of separate clocks; 0 on one clock.

  [[nodiscard]] double stretch() const { return 1.0 + 1e-6 * drift_ppm; }
  [[nodiscard]] double position(SampleCount at) const {
    return delay_samples + static_cast<double>(at.value()) * stretch();
  }
  /// Angular frequency in the recording, rad per sample.
  [[nodiscard]] double omega(Hertz played, SampleRate rate) const;
  /// The stretch of the recording where stimulus samples [from, from + length) lie, from the next
  /// whole sample on; empty when the recording does not hold all of it.
  [[nodiscard]] std::span<const float> window(std::span<const float> recording, SampleCount from,
                                              SampleCount length) const;
};

/// Placement from the markers of `stimulus`, which must have two: both must be found, at a distance
/// that is right within 300 ppm. So a recording of another stimulus, or one with a gap, is refused.
///
/// Accuracy: through a distorting amp with noise, 20 Hz AC coupling and 50 ppm the settled steps of
///           a ladder are met; tests/analysis/level_curve_test.cpp.
/// Refuses:  as track_timing; NoMatch when the markers do not fit the stimulus; TooShort.
[[nodiscard]] Measured<Placement> place_by_markers(const signals::Stimulus& stimulus,
                                                   std::span<const float> recording);

}  // namespace ampsweep::analysis
