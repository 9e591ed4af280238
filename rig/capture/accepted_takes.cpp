// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/accepted_takes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "rig/capture/polarity_watch.hpp"
#include "rig/dataset/take_reader.hpp"
#include "rig/dataset/withdraw_take.hpp"

namespace ampsweep::rig {
namespace {

// Who takes takes back. The ledger says so, and a later session counts by it.
constexpr const char* kByPerson = "the person at the amp";
constexpr const char* kByReferences = "the reference takes";
constexpr const char* kByNeighbours = "its neighbours";
constexpr const char* kByPolarity = "a take of another polarity";
constexpr const char* kByEar = "the amp, heard again";

int times_taken_back(const DatasetWriter& writer, int take, const char* by) {
  const TakeRecord* record = find_take(writer.dataset(), take);
  return record == nullptr ? 0 : times_withdrawn(*record, by);
}

}  // namespace

AcceptedTakes::AcceptedTakes(const SessionParts& parts, SessionLog& log, TakeQueue& queue,
                             std::function<void()> taken_back)
    : parts_(parts),
      log_(log),
      queue_(queue),
      taken_back_(std::move(taken_back)),
      references_(parts.plan.policy,
                  [&writer = parts.writer](int take) {
                    return times_taken_back(writer, take, kByReferences);
                  }),
      neighbours_(parts.plan.policy.max_noise_rise_db) {}

Result<void> AcceptedTakes::resume(const std::stop_token& stop) {
  stop_ = stop;
  if (queue_.accepted() == 0) return {};
  if (auto done = upside_down(); !done) return done;
  if (auto done = resume_references(); !done) return done;
  if (auto done = resume_neighbours(stop); !done) return done;
  // What a session does at its end: one that was killed may not have come to it.
  if (queue_.accepted() < log_.now.takes_total) return {};
  const auto again = look_over();
  if (!again) return tl::unexpected(again.error());
  return {};
}

/// Compares the two newest reference takes when takes lie between them: whoever accepted the newer
/// one may have been cut off before it said so, or before those takes were withdrawn. Where it did
/// say so nothing changes: either they do not differ, or those takes have had their turn.
Result<void> AcceptedTakes::resume_references() {
  const LastReferences last = last_references(parts_.writer.dataset());
  references_.resume({}, {});
  auto newest = sound_of(last.newest);
  if (!newest) return {};
  auto before = last.between.empty() ? std::nullopt : sound_of(last.before);
  if (!before) {
    references_.resume(std::move(newest), last.since);
    return {};
  }
  references_.resume(std::move(before), last.between);
  const auto verdict = references_.reference(*std::move(newest));
  for (const int take : last.since) references_.accepted(take);
  return verdict.again.empty() ? Result<void>{} : take_block_back(verdict);
}

std::optional<ReferenceSound> AcceptedTakes::sound_of(const AttemptRecord* reference) {
  if (reference == nullptr) return std::nullopt;
  auto sound = read_take(parts_.writer.dataset(), *reference->outcome);
  if (sound) {
    return ReferenceSound{reference->attempt.take, *std::move(sound),
                          reference->outcome->measured.noise};
  }
  log_.note("reference", "the reference take before is not compared: " + sound.error().detail);
  return std::nullopt;
}

/// The newest of them. One that cannot be read is verify's to tell.
Result<void> AcceptedTakes::resume_neighbours(const std::stop_token& stop) {
  if (!parts_.plan.policy.retake_odd) return {};
  std::vector<const TakeRecord*> still;
  for (const TakeRecord& take : parts_.writer.dataset().takes) {
    const bool counts = take.planned.split != Split::Reference && !take.planned.motion;
    if (!counts) continue;
    neighbours_.told(take.planned.id, times_withdrawn(take, kByNeighbours));
    if (take.accepted() != nullptr) still.push_back(&take);
  }
  const std::size_t from = still.size() - std::min(still.size(), NeighbourWatch::kNeighbours);
  for (std::size_t i = from; i < still.size(); ++i) {
    if (stop.stop_requested()) {
      return tl::unexpected(
          Fault{FaultCode::Stopped, "stopped while earlier takes were looked over"});
    }
    const AttemptRecord& record = *still[i]->accepted();
    log_.now.take = record.attempt.take;
    log_.show(SessionState::Judging);
    (void)show_neighbours(*record.outcome, record.attempt.take, record.attempt.labels);
  }
  return {};
}

Result<Kept> AcceptedTakes::add(const PlannedTake& take, const Outcome& outcome,
                                const std::vector<KnobLabel>& labels) {
  hand_turns_.accepted(take.id, labels);
  ++log_.now.takes_done;
  if (take.split == Split::Reference) return weigh_block(take, outcome);
  references_.accepted(take.id);
  if (take.motion) return Kept::Yes;
  if (auto shown = show_neighbours(outcome, take.id, labels); !shown) {
    return tl::unexpected(shown.error());
  }
  return Kept::Yes;
}

Result<void> AcceptedTakes::show_neighbours(const Outcome& outcome, int take,
                                            const std::vector<KnobLabel>& labels) {
  if (!parts_.plan.policy.retake_odd) return {};
  const auto sound = read_take(parts_.writer.dataset(), outcome);
  if (!sound) return tl::unexpected(sound.error());
  neighbours_.accepted(take, labels, *sound, outcome.measured.noise, parts_.rig.audio.rate);
  return {};
}

Result<Kept> AcceptedTakes::weigh_block(const PlannedTake& take, const Outcome& outcome) {
  auto sound = read_take(parts_.writer.dataset(), outcome);
  if (!sound) return tl::unexpected(sound.error());
  // A slip between takes looks like an amp that moved where no loopback tells the two apart, and
  // every later take would be cut at the old delay.
  const bool delay_in_doubt =
      references_.takes_since() && !channel_index(parts_.rig.audio.inputs, "loopback").has_value();
  const auto verdict = references_.reference({take.id, *std::move(sound), outcome.measured.noise});
  if (!verdict.change) return Kept::Yes;
  if (!verdict.change->moved) {
    log_.note("reference", "the amp stood still: " + to_string(*verdict.change));
    if (!neighbours_.look_due()) return Kept::Yes;
    const auto again = look_over();
    if (!again) return tl::unexpected(again.error());
    return Kept::Yes;  // the reference itself stays
  }
  if (verdict.again.empty()) {
    log_.note("block_moved", "the amp moved: " + to_string(*verdict.change) +
                                 "; kept, block_retakes are used up or nothing lies between");
  } else if (auto back = take_block_back(verdict); !back) {
    return tl::unexpected(back.error());
  }
  if (!delay_in_doubt) return verdict.again.empty() ? Kept::Yes : Kept::No;
  // One that was cut at the wrong delay is nothing to hold the next against.
  if (!verdict.again.empty()) {
    if (auto done = resume_references(); !done) return tl::unexpected(done.error());
  }
  return Kept::NewEpoch;
}

Result<void> AcceptedTakes::take_block_back(const ReferenceWatch::Verdict& verdict) {
  const std::string moved = to_string(*verdict.change);
  log_.note("block_moved", fmt::format("the amp moved: {}; {} takes are taken again", moved,
                                       verdict.again.size()));
  return take_back(verdict.again, kByReferences, "the amp did not stand still: " + moved);
}

Result<bool> AcceptedTakes::look_over() {
  std::vector<int> again;
  for (const OddTake& odd : neighbours_.look(stop_)) {
    log_.note("spectrum_odd", odd.detail + (odd.again ? ", the second time too: it is kept"
                                                      : ": it is taken again"));
    if (!odd.again) again.push_back(odd.take);
  }
  if (again.empty()) return false;
  auto back = take_back(again, kByNeighbours, "it does not fit what they say");
  if (!back) return tl::unexpected(back.error());
  return true;
}

Result<void> AcceptedTakes::upside_down() {
  const std::vector<int> doubted = maybe_upside_down(parts_.writer.dataset());
  if (doubted.empty()) return {};
  log_.note("upside_down", fmt::format("a cable or a channel may have been changed before {} takes",
                                       doubted.size()));
  return take_back_wrong(doubted, kByPolarity, "the amp turned over before or after it");
}

Result<void> AcceptedTakes::heard_elsewhere(const std::vector<int>& takes,
                                            const std::string& reason) {
  return take_back_wrong(takes, kByEar, reason);
}

Result<void> AcceptedTakes::turned_wrong() {
  const std::vector<int> doubted = hand_turns_.doubted();
  auto done = take_back_wrong(doubted, kByPerson, "a knob was turned to a wrong place");
  if (done) hand_turns_.taken_back();
  return done;
}

/// Later reference takes are not to be held against one that never was what it says.
Result<void> AcceptedTakes::take_back_wrong(const std::vector<int>& takes, const char* by,
                                            const std::string& reason) {
  if (auto done = take_back(takes, by, reason); !done) return done;
  const bool reference = std::any_of(takes.begin(), takes.end(), [&](int take) {
    const TakeRecord* record = find_take(parts_.writer.dataset(), take);
    return record != nullptr && record->planned.split == Split::Reference;
  });
  return reference ? resume_references() : Result<void>{};
}

/// All or none of them, so that a kill leaves no take whose label was said to be wrong.
Result<void> AcceptedTakes::take_back(const std::vector<int>& takes, const char* by,
                                      const std::string& reason) {
  std::set<int> standing;
  for (const int take : takes) {
    if (parts_.writer.accepted(take)) standing.insert(take);  // else taken back already
  }
  if (standing.empty()) return {};
  const auto done = parts_.writer.withdraw(standing, by, reason);
  for (const int take : standing) {
    if (parts_.writer.accepted(take)) continue;
    queue_.again(take);
    neighbours_.forget(take);
    references_.forget(take);
    --log_.now.takes_done;
    ++log_.now.attempts_refused;
  }
  taken_back_();
  return done;
}

}  // namespace ampsweep::rig
