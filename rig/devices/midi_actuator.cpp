// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/midi_actuator.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <utility>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

const MidiControl& control_of(const Knob& knob) { return std::get<MidiControl>(knob.control); }

MidiMessage control_change(const MidiControl& control, int cc) {
  return {static_cast<std::uint8_t>(0xB0 | ((control.channel - 1) & 0x0F)),
          static_cast<std::uint8_t>(control.controller & 0x7F),
          static_cast<std::uint8_t>(cc & 0x7F)};
}

/// Where to come from: `approach` steps nearer to the minimum, so that every value is reached from
/// the same side; from above where there is no room below. `cc` itself: no detour.
int approached_from(const MidiControl& control, int cc) {
  const int up = control.low <= control.high ? 1 : -1;
  const int room_below = std::abs(cc - control.low);
  const int room_above = std::abs(control.high - cc);
  if (room_below >= control.approach) return cc - up * control.approach;
  return cc + up * std::min(control.approach, room_above);
}

std::chrono::nanoseconds settling_time(const MidiControl& control) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double, std::milli>{std::max(control.settle_ms, 0.0)});
}

}  // namespace

int cc_value(const Knob& knob, const MidiControl& control, double printed_value) {
  const double share = std::clamp(normalised(knob, printed_value), 0.0, 1.0);
  return static_cast<int>(std::lround(control.low + share * (control.high - control.low)));
}

KnobLabel cc_label(const Knob& knob, const MidiControl& control, int cc) {
  const double steps = control.high - control.low;
  const double share = steps == 0.0 ? 0.0 : (cc - control.low) / steps;
  KnobLabel label;
  label.id = knob.id;
  label.raw = cc;
  label.source = LabelSource::Commanded;
  label.printed = printed(knob, share);
  label.uncertainty = steps == 0.0 ? 0.0 : 0.5 / std::abs(steps) / std::numbers::sqrt3;
  if (!knob.positions.empty()) {  // a switch stands at a position, not between two
    label.printed = snapped(knob, label.printed);
    label.uncertainty = 0.0;
  }
  label.normalised = normalised(knob, label.printed);
  return label;
}

MidiActuator::MidiActuator(std::vector<Knob> knobs, std::unique_ptr<MidiWire> wire, Clock& clock,
                           MidiPacing pacing)
    : knobs_(std::move(knobs)), wire_(std::move(wire)), clock_(clock), pacing_(pacing) {
  assert(pacing_.gap >= 1ms);
}

std::vector<std::string> MidiActuator::knobs() const {
  std::vector<std::string> ids;
  for (const auto& knob : knobs_) ids.push_back(knob.id);
  return ids;
}

Result<std::vector<KnobLabel>> MidiActuator::move(const Setting& setting,
                                                  const std::stop_token& stop) {
  std::vector<KnobLabel> labels;
  std::vector<MidiMessage> detours;
  std::vector<MidiMessage> targets;
  std::map<std::string, int> wanted;
  std::chrono::nanoseconds settle{0};
  for (const auto& knob : knobs_) {
    const auto& control = control_of(knob);
    const int cc = cc_value(knob, control, setting.at(knob.id));
    labels.push_back(cc_label(knob, control, cc));
    wanted[knob.id] = cc;
    const auto known = sent_.find(knob.id);
    if (known != sent_.end() && known->second == cc) continue;
    const int from = approached_from(control, cc);
    if (from != cc && knob.positions.empty()) detours.push_back(control_change(control, from));
    targets.push_back(control_change(control, cc));
    settle = std::max(settle, settling_time(control));
  }
  if (targets.empty()) return labels;
  auto messages = std::move(detours);
  messages.insert(messages.end(), targets.begin(), targets.end());

  sent_.clear();  // until all has gone well nothing is known
  auto moved = send(messages, stop)
                   .and_then([&] { return pause(pacing_.resend_after, stop); })
                   .and_then([&] { return send(messages, stop); })
                   .and_then([&] { return wire_->flush(); })
                   .and_then([&] { return pause(settle, stop); });
  if (!moved) return tl::unexpected(moved.error());
  sent_ = std::move(wanted);
  return labels;
}

Result<std::vector<KnobLabel>> MidiActuator::standing() {
  std::vector<KnobLabel> labels;
  for (const auto& knob : knobs_) {
    const auto sent = sent_.find(knob.id);
    if (sent != sent_.end()) labels.push_back(cc_label(knob, control_of(knob), sent->second));
  }
  return labels;
}

Result<void> MidiActuator::send(const std::vector<MidiMessage>& messages,
                                const std::stop_token& stop) {
  try {
    wire_->open();
  } catch (const SetupError& error) {
    if (error.kind() == SetupKind::Usage || !opened_) throw;
    return tl::unexpected(Fault{FaultCode::KnobNotReached, error.what()});
  }
  opened_ = true;
  for (const auto& message : messages) {
    if (auto sent = wire_->send(message); !sent) return sent;
    if (auto paused = pause(pacing_.gap, stop); !paused) return paused;
  }
  return {};
}

Result<void> MidiActuator::pause(std::chrono::nanoseconds time, const std::stop_token& stop) {
  if (clock_.wait(time, stop)) return {};
  return tl::unexpected(Fault{FaultCode::Stopped, "stopped while the knobs moved"});
}

}  // namespace ampsweep::rig
