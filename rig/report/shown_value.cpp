// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/shown_value.hpp"

namespace ampsweep::rig {

std::optional<ShownValue> shown_value(const TakeRecord& record, const Knob& knob) {
  const AttemptRecord* attempt = record.accepted();
  if (attempt == nullptr && !record.attempts.empty()) attempt = &record.attempts.back();
  if (attempt != nullptr) {
    for (const KnobLabel& label : attempt->attempt.labels) {
      if (label.id == knob.id) return ShownValue{label.printed, label.normalised};
    }
  }
  const auto planned = record.planned.setting.find(knob.id);
  if (planned == record.planned.setting.end()) return std::nullopt;
  return ShownValue{planned->second, normalised(knob, planned->second)};
}

}  // namespace ampsweep::rig
