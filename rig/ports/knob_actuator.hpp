// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "rig/model/knob.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// Moves some of the rig's knobs.
///
/// Thread: control.
class KnobActuator {
 public:
  virtual ~KnobActuator() = default;
  /// Ids of the knobs it turns.
  [[nodiscard]] virtual std::vector<std::string> knobs() const = 0;
  /// Moves its knobs to the printed values in `setting` (a value for every knob of the rig; others
  /// are ignored); returns when the amp has had its settling time, with the label of every knob it
  /// turns. Knobs already there are not moved again, except on the first call.
  /// Faults: KnobNotReached, Stopped.
  [[nodiscard]] virtual Result<std::vector<KnobLabel>> move(const Setting& setting,
                                                            const std::stop_token& stop) = 0;
  /// Sends one knob towards a printed value and returns at once, while sound plays: no settling, no
  /// detour, at most what the device itself takes to be told (some 20 ms). Its speed and end stops
  /// hold as ever, so the knob may lag behind. A value that would change nothing, or that comes
  /// before the device can take another, is not sent.
  ///
  /// Returns what was sent last (raw and printed); where the knob is by now nobody knows.
  /// Needs:  an earlier move(); a knob that a motor or a message turns. The next move() brings the
  ///         knob back to a known place.
  /// Faults: KnobNotReached, after which nothing is known of where the knob stands.
  [[nodiscard]] virtual Result<KnobLabel> steer(const std::string& knob,
                                                [[maybe_unused]] double printed) {
    return tl::unexpected(Fault{FaultCode::KnobNotReached,
                                "knob \"" + knob + "\" cannot be moved while a take plays"});
  }
  /// What is known of where its knobs stand, moving none: read back where the device can, else as
  /// last commanded through this object. A knob of which neither is known is missing.
  /// Faults: those of reading back.
  [[nodiscard]] virtual Result<std::vector<KnobLabel>> standing() {
    return std::vector<KnobLabel>{};
  }
  /// After a take: does anything speak against its knobs having stood all the while where move()
  /// left them? Moves none; asks what can be asked in some 20 ms.
  /// Faults: KnobNotReached, after which nothing is known of where they stand.
  [[nodiscard]] virtual Result<void> held() { return {}; }
  /// The amp may have restarted: what was sent to it says no longer where its knobs stand. The next
  /// move sends everything again. Knobs that keep their place without power are not forgotten.
  virtual void forget() noexcept = 0;
  /// A knob may have been touched, or slipped: nothing is known of where any of them stands, and
  /// the next move sets all of them, those that keep their place too.
  virtual void doubt() noexcept { forget(); }
  /// Leaves the knobs in a defined safe state. Also called by destructors on the way out.
  virtual void release() noexcept = 0;
};

}  // namespace ampsweep::rig
