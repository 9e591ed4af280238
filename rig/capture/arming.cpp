// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/arming.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rig/model/result.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

/// Asked of every sound card whose rig file does not say better, and of JACK with an amp behind it.
const std::vector<std::string> kUsualTraps{
    "Direct monitoring is off: else the interface mixes its input into what goes to the amp",
    "Input colouring (Air, pad, low cut) and phantom power are off",
    "Inputs are set to line or instrument as when they were calibrated; gain knobs stand where "
    "they "
    "stood"};

bool has_power(const Rig& rig) {
  return rig.audio.api != AudioApi::Simulated && rig.load.kind != "none";
}

void refuse_hot_stimulus(const Rig& rig, const signals::Stimulus& stimulus) {
  double peak = 0.0;
  for (const float x : stimulus.samples) peak = std::max(peak, std::abs(static_cast<double>(x)));
  const double send_gain =
      std::max(rig.levels.amp_send_gain.value(), rig.levels.loopback_send_gain.value());
  const DbFsPeak sent = level_of_peak(peak) + Decibels{send_gain};
  if (sent.value() <= rig.safety.output_ceiling.value() + 1e-6) return;
  throw SetupError(
      SetupKind::Safety,
      fmt::format("{}: the stimulus reaches {:.2f} dBFS peak at the output, above the ceiling of "
                  "{:.2f} dBFS peak",
                  rig.file, sent.value(), rig.safety.output_ceiling.value()),
      "lower levels.amp_send_gain_db or the plan's stimulus levels, or raise "
      "safety.output_ceiling_dbfs_peak if the amp can take it");
}

void refuse_weak_load(const Rig& rig) {
  if (!has_power(rig) || rig.load.amp_power.value() <= rig.load.rating.value()) return;
  throw SetupError(SetupKind::Safety,
                   fmt::format("{}: the load is rated {:.0f} W, the amp gives {:.0f} W", rig.file,
                               rig.load.rating.value(), rig.load.amp_power.value()),
                   "use a load rated for at least twice the amp's power");
}

/// A loopback inside one JACK client skips one period of the amp's path: unmeasured, every take
/// would be cut that much too late.
void refuse_unknown_offset(const Rig& rig) {
  if (rig.audio.api == AudioApi::Simulated || !rig.audio.loopback_direct ||
      rig.calibration.loopback_offset_samples) {
    return;
  }
  throw SetupError(SetupKind::Device,
                   rig.file +
                       ": the loopback is wired port to port and its offset to the amp's "
                       "path was never measured",
                   "put a pass-through client in the amp's place and run `ampsweep check " +
                       rig.file + " --offset`");
}

}  // namespace

std::vector<std::string> arming_checklist(const Rig& rig) {
  std::vector<std::string> lines;
  if (has_power(rig)) {
    lines = {fmt::format(
                 "A {} load of {:g} ohm, rated {:g} W, is connected to the amp's {:g} ohm output",
                 rig.load.kind, rig.load.impedance.value(), rig.load.rating.value(),
                 rig.load.impedance.value()),
             fmt::format("The amp gives at most {:g} W", rig.load.amp_power.value()),
             "The load was connected before the amp was switched on, and is ventilated"};
  }
  const bool sound_card = rig.audio.api == AudioApi::Alsa || has_power(rig);
  const auto& traps =
      sound_card && rig.interface_checklist.empty() ? kUsualTraps : rig.interface_checklist;
  if (rig.audio.api != AudioApi::Simulated) lines.insert(lines.end(), traps.begin(), traps.end());
  return lines;
}

void refuse_freewheel(const Rig& rig) {
  const bool hardware = rig.audio.api == AudioApi::Alsa || rig.load.kind != "none";
  if (rig.audio.api == AudioApi::Simulated || !hardware) return;
  throw SetupError(SetupKind::Safety,
                   rig.file + ": a rig with a sound card or a load cannot freewheel",
                   "leave --freewheel out; it is for software amps on JACK with load kind none");
}

void refuse_freewheel(const Rig& rig, const Plan& plan) {
  refuse_freewheel(rig);
  const bool moving = std::any_of(plan.takes.begin(), plan.takes.end(),
                                  [](const PlannedTake& take) { return take.motion.has_value(); });
  if (!moving || rig.audio.api == AudioApi::Simulated) return;
  throw SetupError(SetupKind::Usage,
                   plan.file +
                       ": a knob moves during a take, and --freewheel plays faster than "
                       "messages to it can follow",
                   "leave --freewheel out, or [[motion]]");
}

void arm(const Rig& rig, const signals::Stimulus& stimulus, LoopbackOffset offset, Operator& person,
         const std::stop_token& stop) {
  refuse_hot_stimulus(rig, stimulus);
  refuse_weak_load(rig);
  if (offset == LoopbackOffset::Needed) refuse_unknown_offset(rig);
  const auto checklist = arming_checklist(rig);
  if (checklist.empty()) return;
  if (person.confirm(Operator::Question::CheckList, "Arm the session: is all of this true?",
                     checklist, stop) == Operator::Answer::Yes) {
    return;
  }
  throw SetupError(SetupKind::Safety, "the session was not armed, nothing was played",
                   "connect the load, then start again and confirm the check-list");
}

Setting quietest(const Rig& rig, const Setting& from) {
  Setting setting = from;
  for (const Knob& knob : rig.knobs) {
    if (knob.role == KnobRole::Gain || knob.role == KnobRole::Level) {
      setting[knob.id] = knob.minimum;
    }
  }
  return setting;
}

}  // namespace ampsweep::rig
