// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/accepted_takes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rig/dataset/take_reader.hpp"

namespace ampsweep::rig {

AcceptedTakes::AcceptedTakes(const SessionParts& parts, SessionLog& log, TakeQueue& queue)
    : parts_(parts), log_(log), queue_(queue), references_(parts.plan.policy) {}

void AcceptedTakes::resume() {
  resume_neighbours();
  SinceReference before = since_reference(parts_.writer.dataset());
  if (before.reference == nullptr) return;
  const Outcome& outcome = *before.reference->outcome;
  auto sound = read_take(parts_.writer.dataset(), outcome);
  if (!sound) {
    log_.note("reference", "the reference take before is not compared: " + sound.error().detail);
    return;
  }
  references_.resume({before.reference->attempt.take, *std::move(sound), outcome.measured.noise},
                     std::move(before.since));
}

/// The newest of them. One that cannot be read is verify's to tell.
void AcceptedTakes::resume_neighbours() {
  const auto& takes = parts_.writer.dataset().takes;
  std::vector<const TakeRecord*> still;
  for (const TakeRecord& take : takes) {
    const bool counts = take.planned.split != Split::Reference && !take.planned.motion;
    if (counts && take.accepted() != nullptr) still.push_back(&take);
  }
  const std::size_t from = still.size() - std::min(still.size(), NeighbourWatch::kNeighbours);
  for (std::size_t i = from; i < still.size(); ++i) {
    const AttemptRecord& record = *still[i]->accepted();
    (void)show_neighbours(*record.outcome, record.attempt.take, record.attempt.labels);
  }
}

Result<bool> AcceptedTakes::add(const PlannedTake& take, const Outcome& outcome,
                                const std::vector<KnobLabel>& labels) {
  hand_turns_.accepted(take.id, labels);
  ++log_.now.takes_done;
  if (take.split == Split::Reference) return weigh_block(take, outcome);
  references_.accepted(take.id);
  if (take.motion) return true;
  if (auto shown = show_neighbours(outcome, take.id, labels); !shown) {
    return tl::unexpected(shown.error());
  }
  return true;
}

Result<void> AcceptedTakes::show_neighbours(const Outcome& outcome, int take,
                                            const std::vector<KnobLabel>& labels) {
  if (!parts_.plan.policy.retake_odd) return {};
  const auto sound = read_take(parts_.writer.dataset(), outcome);
  if (!sound) return tl::unexpected(sound.error());
  neighbours_.accepted(take, labels, *sound, parts_.rig.audio.rate);
  return {};
}

Result<bool> AcceptedTakes::weigh_block(const PlannedTake& take, const Outcome& outcome) {
  auto sound = read_take(parts_.writer.dataset(), outcome);
  if (!sound) return tl::unexpected(sound.error());
  const auto verdict = references_.reference({take.id, *std::move(sound), outcome.measured.noise});
  if (!verdict.change) return true;
  const std::string moved = to_string(*verdict.change);
  if (!verdict.change->moved) {
    log_.note("reference", "the amp stood still: " + moved);
    if (!neighbours_.look_due()) return true;
    const auto again = look_over();
    if (!again) return tl::unexpected(again.error());
    return true;  // the reference itself stays
  }
  if (verdict.again.empty()) {
    log_.note("block_moved", "the amp moved: " + moved +
                                 "; kept, block_retakes are used up or nothing lies between");
    return true;
  }
  log_.note("block_moved", fmt::format("the amp moved: {}; {} takes are taken again", moved,
                                       verdict.again.size()));
  const auto back =
      take_back(verdict.again, "the reference takes", "the amp did not stand still: " + moved);
  if (!back) return tl::unexpected(back.error());
  return false;
}

Result<bool> AcceptedTakes::look_over() {
  std::vector<int> again;
  for (const OddTake& odd : neighbours_.look()) {
    log_.note("spectrum_odd", odd.detail + (odd.again ? ", the second time too: it is kept"
                                                      : ": it is taken again"));
    if (!odd.again) again.push_back(odd.take);
  }
  if (again.empty()) return false;
  auto back = take_back(again, "its neighbours", "it does not sound as they say");
  if (!back) return tl::unexpected(back.error());
  return true;
}

Result<void> AcceptedTakes::turned_wrong() {
  return take_back(hand_turns_.doubted(), "the person at the amp",
                   "a knob was turned to a wrong place");
}

Result<void> AcceptedTakes::take_back(const std::vector<int>& takes, const char* by,
                                      const std::string& reason) {
  for (const int take : takes) {
    if (!parts_.writer.accepted(take)) continue;  // taken back for another reason
    if (auto done = parts_.writer.withdraw(take, by, reason); !done) return done;
    queue_.again(take);
    neighbours_.forget(take);
    --log_.now.takes_done;
    ++log_.now.attempts_refused;
  }
  return {};
}

}  // namespace ampsweep::rig
