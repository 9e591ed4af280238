// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "rig/capture/play_take.hpp"
#include "rig/model/knob_motion.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

/// Moves one knob along its trajectory while a take plays, from the polling of that take, and keeps
/// what was sent when.
///
/// Thread: control.
class KnobSteerer {
 public:
  /// Both outlive this. `stimulus`: after it nothing is sent any more.
  KnobSteerer(Bench& bench, const KnobMotion& motion, SampleCount stimulus, SampleRate rate);

  /// Before the sound: the knob's first value, which a motor may take its time for.
  /// Faults: KnobNotReached.
  [[nodiscard]] Result<void> engage();

  /// Sends what is due at this place of the take.
  void follow(const PortStatus& status);
  /// Set once a value could not be sent; nothing is sent after it.
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

  /// What was sent. `round_trip` is the delay of output and input together: the sound of a sample
  /// reached the amp at most so long after the driver took it. The program knows the place in the
  /// take to a period, and a value leaves before the place is looked at again. So the uncertainty
  /// is the larger of `round_trip` and one period plus the longest way from a look at which a value
  /// was sent to the next look, as it was in this take.
  [[nodiscard]] MotionTrace trace(SampleCount period, SampleCount round_trip) const;

 private:
  [[nodiscard]] Result<KnobLabel> steer(double printed);

  Bench& bench_;
  const KnobMotion& motion_;
  SampleCount stimulus_;
  SampleRate rate_;
  std::optional<double> raw_;  ///< Sent last.
  std::vector<SteeredStep> sent_;
  bool just_sent_{false};  ///< At the last look.
  SampleCount longest_{0};
  std::optional<Fault> fault_;
};

/// play_take() with a knob that follows its trajectory. A value that cannot be sent ramps the
/// output down and ends the take with KnobNotReached.
[[nodiscard]] PlayedTake play_moving(Bench& bench, const TakeRequest& request, KnobSteerer& steerer,
                                     const PlayProgress& progress, const std::stop_token& stop);

}  // namespace ampsweep::rig
