// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/capture/knob_check.hpp"
#include "rig/capture/knob_ear.hpp"
#include "rig/dataset/dataset.hpp"
#include "rig/model/plan.hpp"

namespace ampsweep::rig {

/// Watches by ear, through a session, whether the knobs stand where their labels say.
///
/// First visits: what is right is not known. A sound that fits much better with a knob that did not
///   follow, turned the wrong way or changed places with another is a suspicion; it is proved at
///   the reference (check_knobs) before anything is refused. Knobs turned by hand: the person is
///   asked to look again.
/// Revisits:     a setting heard before must sound as before; a difference is told as an error of
///   the knob that explains it, a warning on the take.
/// The reference at a block's edge: every motor or message is proved too, 2.5 s and a move a knob.
///
/// Thread: control.
class KnobWatch {
 public:
  using Note = std::function<void(const std::string& kind, const std::string& text)>;

  /// What one visit gave.
  struct Visit {
    TapReading tap;
    std::optional<KnobPrint> print;
    std::vector<KnobLabel> labels;  ///< Of the last move.
    std::vector<Fault> warnings;
  };

  /// All outlive this. `earlier`: what the dataset heard so far.
  KnobWatch(Bench& bench, const Rig& rig, const Plan& plan, const Dataset& earlier, Note note);

  /// Learns what each knob does, once per dataset; nothing when that is known already.
  /// Faults: those of moving and listening. Throws SetupError{Device} for a knob that does nothing
  /// or turns the wrong way, unless the plan's unheard_knobs names it.
  [[nodiscard]] Result<std::optional<HeardCurves>> learn(const std::stop_token& stop);

  /// The knobs have been moved to `take`. Faults: KnobNotHeard (dead, reversed, swapped: proved),
  /// those of moving and listening.
  [[nodiscard]] Result<Visit> visit(const PlannedTake& take, const std::vector<KnobLabel>& labels,
                                    const std::stop_token& stop);

  /// The knobs have been elsewhere since it last heard them, and are back.
  void moved_away() { stands_.reset(); }

  /// On a new stream the sound comes back at another time; the knobs stand as they stood.
  void stream_opened() { ear_.forget_latency(); }

  /// The amp may have restarted, on a new stream.
  void trust_nothing();

 private:
  [[nodiscard]] Result<KnobEar::Heard> hear(const Setting& setting, const std::stop_token& stop);
  [[nodiscard]] Result<void> weigh(const PlannedTake& take, const std::vector<KnobLabel>& labels,
                                   Visit& visit, const std::stop_token& stop);
  void weigh_revisit(const std::vector<KnobLabel>& labels, const KnobPrint& before, Visit& visit);
  [[nodiscard]] bool suspicious(const Positions& at, const KnobPrint& print) const;
  [[nodiscard]] Result<void> prove(const PlannedTake& take, Visit& visit,
                                   const std::stop_token& stop);
  void remember(const Setting& setting, const Positions& at, const KnobPrint& print);

  Bench& bench_;
  const Rig& rig_;
  const Plan& plan_;
  Note note_;
  KnobEar ear_;
  std::optional<HeardCurves> curves_;
  std::optional<KnobSounds> sounds_;
  std::map<Setting, KnobPrint> earlier_;  ///< First print of every setting.
  std::optional<Setting> stands_;
  bool just_learnt_{false};  ///< Every knob has been heard a moment ago.
  std::optional<std::pair<Positions, KnobPrint>> last_;  ///< The newest setting that was heard.
};

}  // namespace ampsweep::rig
