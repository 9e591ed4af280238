// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/reference_watch.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "analysis/sound_check.hpp"
#include "rig/dataset/capture_order.hpp"

namespace ampsweep::rig {

std::string to_string(const ReferenceChange& change) {
  return fmt::format("level {:+.3f} dB, ESR {:.2g}, noise {:+.1f} dB from take {} to take {}",
                     change.level_db, change.esr, change.noise_db, change.from, change.to);
}

ReferenceChange compare_references(const ReferenceSound& before, const ReferenceSound& after,
                                   const Policy& policy) {
  ReferenceChange change{before.take, after.take};
  change.level_db = 20.0 * std::log10(analysis::rms(after.sound) / analysis::rms(before.sound));
  change.esr = analysis::error_to_signal(after.sound, before.sound);
  change.noise_db = after.noise.value() - before.noise.value();
  const bool still = std::abs(change.level_db) <= policy.max_block_change_db &&
                     change.esr <= policy.max_replicate_esr &&
                     change.noise_db <= policy.max_noise_rise_db;
  change.moved = !still;  // NaN: moved
  return change;
}

void ReferenceWatch::resume(std::optional<ReferenceSound> newest, std::vector<int> since) {
  newest_ = std::move(newest);
  since_ = std::move(since);
}

void ReferenceWatch::accepted(int take) {
  forget(take);  // accepted a second time
  since_.push_back(take);
}

ReferenceWatch::Verdict ReferenceWatch::reference(ReferenceSound sound) {
  Verdict verdict;
  if (newest_) verdict.change = compare_references(*newest_, sound, policy_);
  if (verdict.change && verdict.change->moved) {
    for (const int take : since_) {
      if (retaken_(take) < policy_.block_retakes) verdict.again.push_back(take);
    }
    if (!verdict.again.empty()) verdict.again.push_back(sound.take);
  }
  newest_ = std::move(sound);
  since_.clear();
  return verdict;
}

LastReferences last_references(const Dataset& dataset) {
  LastReferences last;
  for (const std::size_t i : capture_order(dataset)) {
    const TakeRecord& take = dataset.takes[i];
    if (take.planned.split == Split::Reference) {
      last.before = std::exchange(last.newest, take.accepted());
      last.between = std::exchange(last.since, {});
    } else {
      last.since.push_back(take.planned.id);
    }
  }
  return last;
}

}  // namespace ampsweep::rig
