// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ampsweep::rig {

/// Where a trajectory has a corner.
struct MotionPoint {
  double at_s{0.0};     ///< From the stimulus' first sample.
  double printed{0.0};  ///< On the knob's own scale.
  friend bool operator==(const MotionPoint&, const MotionPoint&) = default;
};

/// What one knob does while a take plays: straight from point to point, held before the first and
/// after the last.
///
/// Needs: one point or more, times rising.
struct KnobMotion {
  std::string knob;
  std::vector<MotionPoint> points;
  int line{0};  ///< Of the plan file, for messages; 0: not known. No part of what it means.

  [[nodiscard]] double value_at(double seconds) const;
  [[nodiscard]] double lowest() const;
  [[nodiscard]] double highest() const;
  /// Root mean square of the distance from `printed` over the first `seconds` (> 0), in units of
  /// the printed scale. Closed form of each straight piece.
  [[nodiscard]] double rms_distance(double printed, double seconds) const;
};

/// The same movement; wherever the file has it.
[[nodiscard]] bool same_motion(const KnobMotion& a, const KnobMotion& b);
/// "gain moves 2 to 8 to 2": the corners where it turns, at most a few.
[[nodiscard]] std::string describe(const KnobMotion& motion);

/// One value that was sent while a take played.
struct SteeredStep {
  std::int64_t sample{0};  ///< Of the stimulus: what played when it was sent.
  double printed{0.0};     ///< What was sent, on the knob's scale.
  double raw{0.0};         ///< The same as the actuator was told.
  friend bool operator==(const SteeredStep&, const SteeredStep&) = default;
};

/// The trajectory as it was carried out.
struct MotionTrace {
  std::string knob;
  /// In order. Before the first the knob stood where its label says.
  std::vector<SteeredStep> sent;
  /// Every value left this program at most so long before or after its sample reached the amp. How
  /// long the amp, or a motor, then takes is not in it.
  double time_uncertainty_s{0.0};
  friend bool operator==(const MotionTrace&, const MotionTrace&) = default;
};

}  // namespace ampsweep::rig
