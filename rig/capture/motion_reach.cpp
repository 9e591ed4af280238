// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/motion_reach.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "rig/capture/judge.hpp"
#include "rig/capture/move_knobs.hpp"

namespace ampsweep::rig {

Result<void> require_answer(const Rig& rig, const Setting& setting, const TapReading& reading) {
  if (rig.load.kind == "none" || stands_at_silent_end(rig, setting)) return {};
  if (amp_answers(reading)) return {};
  return tl::unexpected(Fault{FaultCode::TapLow,
                              "the amp does not answer a quiet chirp: check the load, its cable, "
                              "the tap and the amp before anything louder is played"});
}

Result<std::vector<TapReading>> hear_reach(Bench& bench, const Rig& rig, const PlannedTake& take,
                                           const std::stop_token& stop) {
  std::vector<TapReading> readings;
  for (const Setting& there : reach_of(take)) {
    if (auto moved = move_knobs(bench, rig, there, stop); !moved) {
      return tl::unexpected(moved.error());
    }
    auto heard = listen({*bench.audio, *bench.clock, rig}, kListenLevel, there, stop);
    if (!heard) return tl::unexpected(heard.error());
    if (auto answers = require_answer(rig, there, *heard); !answers) {
      return tl::unexpected(answers.error());
    }
    readings.push_back(*std::move(heard));
  }
  return readings;
}

TapCorridor united(TapCorridor a, const TapCorridor& b) {
  assert(a.low.size() == b.low.size() && a.high.size() == b.high.size());
  for (std::size_t i = 0; i < a.low.size(); ++i) {
    a.low[i] = std::min(a.low[i], b.low[i]);
    a.high[i] = std::max(a.high[i], b.high[i]);
  }
  return a;
}

std::vector<KnobLabel> blurred(std::vector<KnobLabel> labels, const Rig& rig,
                               const PlannedTake& take, Seconds stimulus) {
  if (!take.motion) return labels;
  for (KnobLabel& label : labels) {
    const Knob* knob = find_knob(rig, label.id);
    if (label.id != take.motion->knob || knob == nullptr) continue;
    const double off = take.motion->rms_distance(take.setting.at(label.id), stimulus.value());
    label.uncertainty = std::hypot(label.uncertainty, off / (knob->maximum - knob->minimum));
  }
  return labels;
}

}  // namespace ampsweep::rig
