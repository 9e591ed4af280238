// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/ports/knob_actuator.hpp"
#include "rig/ports/operator.hpp"

namespace ampsweep::rig {

/// Knobs turned by a person: one prompt per move, showing only what changes ("Treble: 3 -> 7.5").
/// The label is what was asked for, with the rig's own uncertainty for hand settings.
///
/// A person who sees that the turn before was wrong says so (undo). Which knob was turned instead
/// nobody knows, so the next prompt shows all of them. Whoever made labels from that turn learns of
/// it by the fault; before anything was confirmed there is nothing to undo, and all is asked again.
///
/// Faults: KnobNotReached when the person says no, KnobDoubted after an undo, Stopped.
class ManualActuator final : public KnobActuator {
 public:
  /// Needs: every knob has a ManualControl. `person` outlives this object.
  ManualActuator(std::vector<Knob> knobs, Operator& person);

  [[nodiscard]] std::vector<std::string> knobs() const override;
  [[nodiscard]] Result<std::vector<KnobLabel>> move(const Setting& setting,
                                                    const std::stop_token& stop) override;
  /// As last confirmed by the person.
  [[nodiscard]] Result<std::vector<KnobLabel>> standing() override;
  void forget() noexcept override {}  // a knob on a panel keeps its place
  /// The next prompt shows all of them.
  void doubt() noexcept override { standing_.clear(); }
  void release() noexcept override {}

 private:
  [[nodiscard]] std::vector<KnobTurn> turns_to(const Setting& wanted) const;

  std::vector<Knob> knobs_;
  Operator& person_;
  Setting standing_;       ///< Where the knobs are known to stand.
  bool confirmed_{false};  ///< A turn that could be undone.
};

}  // namespace ampsweep::rig
