// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/estimate.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig {
namespace {

/// Null `from`: the session's first move, where every knob counts as moved.
bool moves(const Knob& knob, const Setting* from, const Setting& to) {
  return from == nullptr || from->at(knob.id) != to.at(knob.id);
}

/// Servos turn one after the other: the way there, the detour of the approach, settling. A first
/// move starts anywhere: half the travel.
void add_servo_move(const Knob& knob, const Setting* from, const Setting& to,
                    std::map<std::string, Seconds>& moving) {
  const auto* servo = std::get_if<ServoControl>(&knob.control);
  if (servo == nullptr) return;
  const double target = servo_raw(*servo, to.at(knob.id));
  const double way = from == nullptr ? 0.5 * servo_travel_deg(*servo)
                                     : std::abs(target - servo_raw(*servo, from->at(knob.id))) /
                                           servo->raw_per_deg;
  const double turning = (way + 2.0 * servo->overshoot_deg) / servo->speed_deg_s;
  Seconds& total = moving[actuator_kind(knob.control)];
  total = total + Seconds{turning + servo->settle_ms / 1000.0};
}

void add_move(const Rig& rig, const Setting* from, const Setting& to,
              std::map<std::string, Seconds>& moving) {
  Seconds longest_settle{0.0};
  for (const Knob& knob : rig.knobs) {
    if (!moves(knob, from, to)) continue;
    if (turned_by_hand(knob)) {
      moving["manual"] = moving["manual"] + kHandTurn;
    }
    if (const auto* midi = std::get_if<MidiControl>(&knob.control)) {
      longest_settle = std::max(longest_settle, Seconds{midi->settle_ms / 1000.0});
    }
  }
  for (const Knob& knob : rig.knobs) {
    if (moves(knob, from, to)) add_servo_move(knob, from, to, moving);
  }
  if (longest_settle > Seconds{0.0}) moving["midi"] = moving["midi"] + longest_settle;
}

/// To the ends of its reach, to its start; after the sound, back there.
void add_motion_moves(const Rig& rig, const Setting* from, const PlannedTake& take,
                      std::map<std::string, Seconds>& moving) {
  const std::vector<Setting> reach = reach_of(take);
  for (const Setting& there : reach) {
    add_move(rig, from, there, moving);
    from = &there;
  }
  add_move(rig, from, take.setting, moving);
  const Setting end = end_of(take);
  add_move(rig, &end, take.setting, moving);
}

std::map<std::string, Seconds> moving_time(const Plan& plan, const Rig& rig) {
  std::map<std::string, Seconds> moving;
  for (const Knob& knob : rig.knobs) moving[actuator_kind(knob.control)] = Seconds{0.0};
  const Setting* before = nullptr;
  for (const PlannedTake& take : plan.takes) {
    if (take.motion) {
      add_motion_moves(rig, before, take, moving);
    } else {
      add_move(rig, before, take.setting, moving);
    }
    before = &take.setting;
  }
  return moving;
}

/// Pauses that bring the share of playing down to what the load's rating allows.
Seconds resting_time(const Rig& rig, Seconds playing, Seconds quiet) {
  if (rig.load.kind == "none") return Seconds{0.0};
  const double duty = allowed_duty(rig.load, rig.safety);
  return std::max(Seconds{0.0}, playing / duty - playing - quiet);
}

void add_bytes(PlanEstimate& result, const Rig& rig, SampleCount take_length, SampleCount tail) {
  const auto inputs = static_cast<std::int64_t>(rig.audio.inputs.size());
  const bool loopback = channel_index(rig.audio.inputs, "loopback").has_value();
  const std::int64_t aligned_inputs = inputs - (loopback ? 1 : 0);
  const std::int64_t takes = result.takes_total;
  const std::int64_t recorded = (take_length + tail).value();
  result.raw_bytes = takes * recorded * inputs * 4;
  result.aligned_bytes = (takes * aligned_inputs + 1) * take_length.value() * 3;  // + input.wav
  result.disk_bytes = result.raw_bytes + result.aligned_bytes;
}

Coverage training_coverage(const Plan& plan, const Rig& rig) {
  std::vector<Setting> settings;
  for (const PlannedTake& take : plan.takes) {
    if (take.split == Split::Train) settings.push_back(take.setting);
  }
  return coverage(rig.knobs, settings);
}

}  // namespace

PlanEstimate estimate(const Plan& plan, const Rig& rig, SampleCount take_length, SampleCount tail) {
  PlanEstimate result;
  for (const auto split : kSplits) result.takes[split] = 0;
  for (const PlannedTake& take : plan.takes) ++result.takes[take.split];
  result.takes_total = static_cast<int>(plan.takes.size());
  result.playing = seconds(take_length + tail, rig.audio.rate) * result.takes_total;
  result.moving = moving_time(plan, rig);
  for (const auto& [kind, time] : result.moving) result.moving_total = result.moving_total + time;
  result.listening = kListenTime * result.takes_total;
  for (const PlannedTake& take : plan.takes) {
    const auto more = static_cast<double>(reach_of(take).size());
    result.listening = result.listening + kListenTime * more;
  }
  if (plan.policy.hear_knobs) {
    result.listening = result.listening + kHearTime * result.takes_total +
                       kLearnKnobTime * static_cast<double>(rig.knobs.size());
  }
  result.resting = resting_time(rig, result.playing, result.moving_total + result.listening);
  result.total = result.playing + result.moving_total + result.listening + result.resting;
  add_bytes(result, rig, take_length, tail);
  result.coverage = training_coverage(plan, rig);
  return result;
}

}  // namespace ampsweep::rig
