// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "analysis/pair_source.hpp"

namespace ampsweep::rig {

/// What the impulses of X that stand alone tell of the path: at most 48 samples long, 50 ms of
/// exact zeros (or the end of the file) before, 50 ms of zeros after. NAM's blips, the start and
/// end impulses of ToneTwist and the preamble of NAM's parametric fork are such.
struct PairMarkers {
  int count{0};
  double first_s{0.0};  ///< Where the first and the last stand in X.
  double last_s{0.0};
  /// From the first impulse to the first sample of Y that exceeds a hundredth of its answer's peak
  /// and four times the noise before it. An amp's answer to an impulse is not its shape, so this is
  /// no more than where the answer stands up: whole samples, never before the delay of the path but
  /// for what a linear-phase converter rings ahead. Empty: nothing rises above the noise.
  std::optional<std::int64_t> rise_samples;
  /// How much later the last answer comes than the first, to a fraction of a sample: equal impulses
  /// after silence are answered alike whatever the amp does, so one answer is laid upon the other.
  /// Empty: one impulse, different ones, or answers that do not fit each other.
  std::optional<double> drift_samples;
  double drift_sigma_samples{0.0};
  /// The same per second of X.
  [[nodiscard]] std::optional<double> drift_ppm(double rate) const;
  bool operator==(const PairMarkers&) const = default;
};

/// Empty: no such impulse. `about`: delay of Y in samples, known to 5 ms.
///
/// Accuracy: through a filter, a saturator of gain 200 and another filter, noise at -80 dBFS: rise
///           within 2 samples after the delay, drift within 0.05 sample;
///           tests/rig/verify/pair_markers_test.cpp.
/// Limits:   hum and idle noise as loud as the answers are no markers' sound: drift is refused.
/// Cost:     reads X once; constant memory. Thread: any.
[[nodiscard]] std::optional<PairMarkers> pair_markers(analysis::PairSource& pair, double about,
                                                      const std::stop_token& stop = {});

/// "2 impulses ...".
[[nodiscard]] std::string pair_markers_text(const PairMarkers& markers, double rate);

}  // namespace ampsweep::rig
