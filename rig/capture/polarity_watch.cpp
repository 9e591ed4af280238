// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/polarity_watch.hpp"

#include <optional>

#include "rig/dataset/capture_order.hpp"

namespace ampsweep::rig {
namespace {

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
  std::optional<CaptureTime> refused;
  const Setting* setting = nullptr;
  int polarity = 0;
  for (const TakeRecord& take : dataset.takes) {
    for (const AttemptRecord& attempt : take.attempts) {
      if (!was_upside_down(attempt) || (refused && captured_at(attempt) < *refused)) continue;
      refused = captured_at(attempt);
      setting = &take.planned.setting;
      polarity = attempt.outcome->measured.polarity;
    }
  }
  if (!refused) return {};
  std::optional<CaptureTime> before;  // the newest take that was surely the other way up
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* accepted = take.accepted();
    if (accepted == nullptr || take.planned.motion || take.planned.setting != *setting) continue;
    if (accepted->outcome->measured.polarity != -polarity) continue;
    if (captured_at(*accepted) < *refused && (!before || *before < captured_at(*accepted))) {
      before = captured_at(*accepted);
    }
  }
  std::vector<int> doubted;
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* accepted = take.accepted();
    if (accepted == nullptr || !before) continue;
    const CaptureTime at = captured_at(*accepted);
    if (*before < at && at < *refused) doubted.push_back(take.planned.id);
  }
  return doubted;
}

}  // namespace ampsweep::rig
