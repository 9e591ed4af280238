// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/capture/heard_moves.hpp"
#include "rig/capture/knob_watch.hpp"
#include "rig/capture/session_log.hpp"
#include "rig/capture/session_parts.hpp"

namespace ampsweep::rig {

/// Takes the amp from setting to setting and listens there before anything loud: does it answer,
/// did it follow, is it still the amp it was? Knows what is in doubt: a message may have been lost,
/// the amp may have started anew.
///
/// Thread: control.
class SettingVisits {
 public:
  /// Takes accepted takes back, and says why. Faults: of the disk.
  using TakeBack =
      std::function<Result<void>(const std::vector<int>& takes, const std::string& reason)>;
  /// All outlive it.
  SettingVisits(const SessionParts& parts, SessionLog& log, TakeBack take_back,
                std::stop_token stop);

  /// What each knob does alone, before the first take of a dataset; nothing unless the plan says
  /// hear_knobs. Faults: those of KnobWatch::learn() and of the disk.
  [[nodiscard]] Result<void> learn_knobs();
  /// After a break: the amp has to sound as it did (amp_proof.hpp). Where it sounds so but at some
  /// places, their takes were made at other settings than they say, or before it moved, and are
  /// taken back. An amp that has changed is a person's to judge, once. Moves the knobs. Faults:
  /// those of prove_amp() and of taking back.
  [[nodiscard]] Result<void> prove_if_due();
  /// Moves the knobs and listens. What answers nothing at a silent end has to answer elsewhere;
  /// what speaks against the move (heard_moves.hpp) is told again. Faults: of moving and listening.
  [[nodiscard]] Result<KnobWatch::Visit> go_to(const PlannedTake& take);
  /// Of the last move for a take.
  [[nodiscard]] const std::vector<KnobLabel>& labels() const { return labels_; }

  /// The knobs have been elsewhere.
  void moved_away();
  void stream_opened();
  /// Before the next take the amp has to sound as it did.
  void doubt_amp() { proof_due_ = true; }
  /// The next move sends everything: a message may have been lost.
  void forget_knobs();
  /// As forget_knobs(), those turned by hand too.
  void doubt_knobs();
  /// The amp may have restarted: its knobs may stand anywhere.
  void trust_nothing();

 private:
  [[nodiscard]] Result<KnobWatch::Visit> move_and_hear(const PlannedTake& take);
  [[nodiscard]] Result<KnobWatch::Visit> move_and_hear_once(const PlannedTake& take);
  [[nodiscard]] Result<KnobWatch::Visit> hear(const PlannedTake& take);
  [[nodiscard]] Result<void> answers_where_it_did();
  [[nodiscard]] Result<int> judge_by_all_places(const Fault& changed);

  const SessionParts& parts_;
  SessionLog& log_;
  TakeBack take_back_;
  std::stop_token stop_;
  std::optional<KnobWatch> watch_;  ///< Where the plan says hear_knobs.
  HeardMoves moves_;
  bool proof_due_{true};  ///< Nothing is proven of the amp since it may have started anew.
  std::vector<KnobLabel> labels_;
  /// Where a quiet chirp came back most clearly.
  struct Answered {
    Setting at;
    double above_noise_db{0.0};
  };
  std::optional<Answered> answered_;
};

}  // namespace ampsweep::rig
