// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/polarity_watch.hpp"

#include <optional>
#include <string>
#include <tuple>

namespace ampsweep::rig {
namespace {

using When = std::tuple<int, std::string, int>;

When when(const AttemptRecord& record) {
  return {record.attempt.epoch, record.attempt.started, record.attempt.take};
}

bool was_upside_down(const AttemptRecord& record) {
  return record.outcome && upside_down_in(record.outcome->verdict) != nullptr;
}

}  // namespace

const Fault* upside_down_in(const Verdict& verdict) {
  for (const Fault& fault : verdict.faults) {
    if (fault.code == FaultCode::PolarityInverted) return &fault;
  }
  return nullptr;
}

int polarity_at(const Dataset& dataset, const PlannedTake& take) {
  if (take.motion) return 0;
  for (const TakeRecord& other : dataset.takes) {
    if (other.planned.motion || other.planned.setting != take.setting) continue;
    const AttemptRecord* accepted = other.accepted();
    if (accepted != nullptr && accepted->outcome->measured.polarity != 0) {
      return accepted->outcome->measured.polarity;
    }
  }
  return 0;
}

std::vector<int> maybe_upside_down(const Dataset& dataset) {
  std::optional<When> refused;
  const Setting* setting = nullptr;
  int polarity = 0;
  for (const TakeRecord& take : dataset.takes) {
    for (const AttemptRecord& attempt : take.attempts) {
      if (!was_upside_down(attempt) || (refused && when(attempt) < *refused)) continue;
      refused = when(attempt);
      setting = &take.planned.setting;
      polarity = attempt.outcome->measured.polarity;
    }
  }
  if (!refused) return {};
  std::optional<When> before;  // the newest take that was surely the other way up
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* accepted = take.accepted();
    if (accepted == nullptr || take.planned.motion || take.planned.setting != *setting) continue;
    if (accepted->outcome->measured.polarity != -polarity) continue;
    if (when(*accepted) < *refused && (!before || *before < when(*accepted))) {
      before = when(*accepted);
    }
  }
  std::vector<int> doubted;
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* accepted = take.accepted();
    if (accepted == nullptr || !before) continue;
    if (*before < when(*accepted) && when(*accepted) < *refused) doubted.push_back(take.planned.id);
  }
  return doubted;
}

}  // namespace ampsweep::rig
