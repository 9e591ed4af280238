// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/refusal.hpp"
#include "analysis/sweep_impulse.hpp"
#include "analysis/sweep_shape.hpp"

namespace ampsweep::analysis {

/// One point of the response from loopback to recording. NaN outside the sweep's full level and
/// below the limit.
struct LinearPoint {
  double hz{0.0};
  double level_db{0.0};       ///< Recording over loopback.
  double phase_deg{0.0};      ///< Relative to the loopback, delayed by the offset; -180 .. 180.
  double group_delay_s{0.0};  ///< -d phase / d omega.
  double limit_db{0.0};       ///< Twice the rms that the noise gives; -inf: not known.
};

struct LinearResponse {
  std::vector<LinearPoint> points;
  OrderImpulse impulse;  ///< The same response in time.
};

struct LinearOptions {
  double offset_samples{0.0};  ///< Of the recording's path over the loopback's, without the amp.
  std::vector<double> hz;      ///< Empty: third octaves of the sweep's range.
};

/// Linear response of what stands between loopback and recording, both recorded at once: the
/// recording's spectrum over the *recorded* loopback's (numeric inverse, regularised inside the
/// sweep's band), harmonics cut off in time. Interface filters and AC coupling are in both and
/// cancel; so does whatever the stimulus file was.
///
/// Shape:    both spans on one time axis; the sweep begins at loopback[delay_samples].
/// Source:   measurement.md 1.2 and 1.5.
/// Accuracy: 0.001 dB and 0.001 degree from twice the sweep's start to 0.8 of its end noise-free,
///           20 Hz AC coupling and converter filters in both paths;
///           tests/analysis/linear_response_test.cpp.
/// Limits:   echoes later than half of L ln 2 after the arrival (0.4 s for 8 s) are cut.
/// Refuses:  as separate_orders(), for either recording, saying which.
[[nodiscard]] Measured<LinearResponse> linear_response(const SweepShape& sweep,
                                                       std::span<const float> recording,
                                                       std::span<const float> loopback,
                                                       SampleRate rate, double delay_samples,
                                                       const LinearOptions& options = {});

}  // namespace ampsweep::analysis
