// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/setting_visits.hpp"

#include <fmt/format.h>

#include <utility>

#include "rig/capture/amp_proof.hpp"
#include "rig/capture/listen.hpp"
#include "rig/capture/motion_reach.hpp"
#include "rig/capture/move_knobs.hpp"
#include "rig/capture/silent_ends.hpp"

namespace ampsweep::rig {

SettingVisits::SettingVisits(const SessionParts& parts, SessionLog& log, TakeBack take_back,
                             std::stop_token stop)
    : parts_(parts), log_(log), take_back_(std::move(take_back)), stop_(std::move(stop)) {
  if (!parts.plan.policy.hear_knobs) return;
  watch_.emplace(
      parts.bench, parts.rig, parts.plan, parts.writer.dataset(),
      [&log](const std::string& kind, const std::string& text) { log.note(kind, text); });
}

Result<void> SettingVisits::learn_knobs() {
  if (!watch_) return {};
  log_.show(SessionState::Listening);
  const auto learnt = watch_->learn(stop_);
  if (!learnt) return tl::unexpected(learnt.error());
  return *learnt ? parts_.writer.keep_curves(**learnt) : Result<void>{};
}

/// What it was told while it may have been deaf is told again, whatever came of it.
Result<void> SettingVisits::prove_if_due() {
  if (!proof_due_) return {};
  const auto places = places_to_prove(parts_.writer.dataset());
  if (places.empty()) {
    proof_due_ = false;
    return {};
  }
  log_.show(SessionState::Listening);
  moved_away();
  auto proven = prove_amp(parts_.bench, parts_.rig, places, stop_);
  if (!proven && proven.error().code == FaultCode::AmpNotSteady) {
    proven = judge_by_all_places(proven.error());
  }
  forget_knobs();
  proof_due_ = !proven && proven.error().code != FaultCode::AmpNotSteady;
  if (!proven) return tl::unexpected(proven.error());
  log_.note("amp_proven",
            fmt::format("after a break the amp sounds as it did, at {} settings", *proven));
  return {};
}

Result<int> SettingVisits::judge_by_all_places(const Fault& changed) {
  const auto heard =
      hear_places(parts_.bench, parts_.rig, heard_places(parts_.writer.dataset()), stop_);
  if (!heard) return tl::unexpected(heard.error());
  if (heard->odd.empty() || !are_unlike(heard->hold)) return tl::unexpected(changed);
  std::vector<int> takes;
  for (const HeardPlace& place : heard->odd) takes.push_back(place.take);
  log_.note(
      "heard_elsewhere",
      fmt::format("the amp sounds as it did at {} settings, but not at {} others: a knob stood "
                  "elsewhere there, or the amp moved since; their takes are taken again",
                  heard->hold.size(), takes.size()));
  if (auto back = take_back_(takes, changed.detail); !back) return tl::unexpected(back.error());
  return static_cast<int>(heard->hold.size());
}

Result<KnobWatch::Visit> SettingVisits::go_to(const PlannedTake& take) {
  if (take.motion) moved_away();
  auto heard = move_and_hear(take);
  if (!heard) return heard;
  if (amp_answers(heard->tap)) {
    const double clear = heard->tap.response_above_noise_db;
    if (!answered_ || clear > answered_->above_noise_db) answered_ = {take.setting, clear};
    return heard;
  }
  if (!stands_at_silent_end(parts_.rig, take.setting) || !answered_) return heard;
  if (auto alive = answers_where_it_did(); !alive) return tl::unexpected(alive.error());
  log_.note("silent_end", fmt::format("{}: silent here, not where it was heard before: the knob",
                                      log_.now.setting));
  log_.show_idle(SessionState::Moving, *parts_.bench.audio);
  return move_and_hear(take);
}

/// What the ear doubts is told again; what it sounds like then is believed: knobs make no
/// difference, amps warm up.
Result<KnobWatch::Visit> SettingVisits::move_and_hear(const PlannedTake& take) {
  auto heard = move_and_hear_once(take);
  // A person is not asked to turn twice, and KnobWatch asks more closely.
  if (!heard || watch_ || any_turned_by_hand(parts_.rig.knobs)) return heard;
  const auto bands = [this](const KnobWatch::Visit& visit) {
    return tap_bands(visit.tap, parts_.rig.audio.rate, kKeptClearDb);
  };
  const TakeRecord* record = find_take(parts_.writer.dataset(), take.id);
  const std::vector<double> before = bands(*heard);
  if (const auto why = moves_.doubt(take.setting, before, record)) {
    forget_knobs();
    heard = move_and_hear_once(take);
    if (!heard) return heard;
    if (moves_.told_again(before, bands(*heard))) {
      log_.note("told_again", fmt::format("{}: {}; told again, it sounds another way: a message "
                                          "was lost",
                                          log_.now.setting, *why));
    }
  }
  moves_.heard(take.setting, bands(*heard));
  return heard;
}

Result<KnobWatch::Visit> SettingVisits::move_and_hear_once(const PlannedTake& take) {
  auto labels = move_knobs(parts_.bench, parts_.rig, take.setting, stop_);
  if (!labels) return tl::unexpected(labels.error());
  labels_ = *std::move(labels);
  log_.show(SessionState::Listening);
  auto heard = hear(take);
  if (!heard) return heard;
  if (auto answers = require_answer(parts_.rig, take.setting, heard->tap); !answers) {
    return tl::unexpected(answers.error());
  }
  return heard;
}

/// The quiet chirp that predicts the tap; with it, when the plan asks for it, the knobs' sound.
Result<KnobWatch::Visit> SettingVisits::hear(const PlannedTake& take) {
  if (watch_) return watch_->visit(take, labels_, stop_);
  const Listener listener{*parts_.bench.audio, *parts_.bench.clock, parts_.rig};
  auto tap = listen(listener, kListenLevel, take.setting, stop_);
  if (!tap) return tl::unexpected(tap.error());
  return KnobWatch::Visit{*std::move(tap), std::nullopt, labels_, {}};
}

/// A gain knob at its end is as silent as an amp, a cable or a load that is gone. Where the answer
/// was hardly one, a night would end for its noise.
Result<void> SettingVisits::answers_where_it_did() {
  log_.show_idle(SessionState::Moving, *parts_.bench.audio);
  moved_away();
  const auto moved = move_knobs(parts_.bench, parts_.rig, answered_->at, stop_);
  if (!moved) return tl::unexpected(moved.error());
  log_.show(SessionState::Listening);
  const Listener listener{*parts_.bench.audio, *parts_.bench.clock, parts_.rig};
  const auto tap = listen(listener, kListenLevel, answered_->at, stop_);
  if (!tap) return tl::unexpected(tap.error());
  if (amp_answers(*tap)) return {};
  return tl::unexpected(
      Fault{parts_.rig.load.kind == "none" ? FaultCode::Silent : FaultCode::TapLow,
            "the amp answers no quiet chirp where it did before (" +
                describe(parts_.rig.knobs, answered_->at) +
                "): check the amp, its load and the cables before anything louder is played"});
}

void SettingVisits::moved_away() {
  moves_.moved_away();
  if (watch_) watch_->moved_away();
}

void SettingVisits::stream_opened() {
  if (watch_) watch_->stream_opened();
}

void SettingVisits::forget_knobs() {
  for (const auto& actuator : parts_.bench.actuators) actuator->forget();
}

void SettingVisits::doubt_knobs() {
  for (const auto& actuator : parts_.bench.actuators) actuator->doubt();
  moved_away();
}

void SettingVisits::trust_nothing() {
  forget_knobs();
  proof_due_ = true;
  moves_.moved_away();
  if (watch_) watch_->trust_nothing();
}

}  // namespace ampsweep::rig
