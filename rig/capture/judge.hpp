// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "rig/capture/align_take.hpp"
#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "rig/model/take.hpp"

namespace ampsweep::rig {

/// Name of the gate that compares a take's delay with its epoch's.
inline constexpr const char* kDelayGate = "delay deviation";

/// What earlier takes have established; a take that disagrees is refused.
struct Expectations {
  std::optional<double> epoch_delay_samples;  ///< First good take of this stream epoch
                                              ///< whose drift was not taken out.
  std::optional<double> loopback_gain_db;     ///< Rig calibration, else first good take.
  int polarity{0};                            ///< First take that was sure; 0 = not known yet.
  int polarity_here{0};                       ///< The same of this very setting.
};

/// What the take was asked to be.
struct JudgeContext {
  const Rig& rig;
  const Policy& policy;
  const Setting& setting;
  SampleCount take_length{0};  ///< Of the stimulus.
  SampleCount frames{0};       ///< Asked of the port.
  int xruns{0};
};

/// A gain or level knob stands within 2 % of its minimum: the amp may be silent there.
[[nodiscard]] bool stands_at_silent_end(const Rig& rig, const Setting& setting);

/// Weighs one measured take. Every gate carries its number and its limit; `faults` holds what
/// refuses the take, `warnings` what only flags it.
///
/// A take that is silent because a gain or level knob stands at its end is flagged, not refused:
/// that is how the amp sounds there.
[[nodiscard]] Verdict judge(const AlignedTake& take, const Expectations& expected,
                            const JudgeContext& context);

/// Learns from an accepted take what is not known yet, but for `polarity_here`.
void learn(Expectations& expected, const TakeMeasurements& measured);

}  // namespace ampsweep::rig
