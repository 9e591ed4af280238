// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/servo_actuator.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>
#include <utility>

namespace ampsweep::rig {
namespace {

constexpr double kSamePlaceDeg = 0.5;

const ServoControl& servo_of(const Knob& knob) { return std::get<ServoControl>(knob.control); }

tl::unexpected<Fault> fault_of(const Knob& knob, const Fault& fault) {
  return tl::unexpected(Fault{fault.code, "knob \"" + knob.id + "\": " + fault.detail});
}

std::chrono::nanoseconds settling_time(const ServoControl& servo) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double, std::milli>{servo.settle_ms});
}

}  // namespace

KnobLabel servo_label(const Knob& knob, double raw, LabelSource source) {
  const ServoControl& servo = servo_of(knob);
  KnobLabel label;
  label.id = knob.id;
  label.raw = raw;
  label.source = source;
  label.printed = servo_printed(servo, raw);
  label.uncertainty = servo_uncertainty(servo);
  if (!knob.positions.empty()) {  // a switch stands at a position, not between two
    label.printed = snapped(knob, label.printed);
    label.uncertainty = 0.0;
  }
  label.normalised = normalised(knob, label.printed);
  return label;
}

ServoActuator::ServoActuator(std::vector<Knob> knobs, std::unique_ptr<ServoDrive> drive,
                             Clock& clock)
    : knobs_(std::move(knobs)), drive_(std::move(drive)), clock_(clock) {}

ServoActuator::~ServoActuator() { release(); }

void ServoActuator::release() noexcept {
  for (const Knob& knob : knobs_) drive_->let_go(servo_of(knob));
}

std::vector<std::string> ServoActuator::knobs() const {
  std::vector<std::string> ids;
  for (const Knob& knob : knobs_) ids.push_back(knob.id);
  return ids;
}

Result<std::vector<KnobLabel>> ServoActuator::move(const Setting& setting,
                                                   const std::stop_token& stop) {
  if (auto opened = drive_->open(); !opened) return tl::unexpected(opened.error());
  std::chrono::nanoseconds settle{0};
  for (const Knob& knob : knobs_) {
    const double target =
        quantised_raw(servo_of(knob), servo_raw(servo_of(knob), setting.at(knob.id)));
    auto moved = turn(knob, target, stop);
    if (!moved) {
      reached_.erase(knob.id);
      drive_->let_go(servo_of(knob));
      return fault_of(knob, moved.error());
    }
    if (*moved) settle = std::max(settle, settling_time(servo_of(knob)));
  }
  if (!clock_.wait(settle, stop)) {
    return tl::unexpected(Fault{FaultCode::Stopped, "stopped while the knobs settled"});
  }
  std::vector<KnobLabel> labels;
  for (const Knob& knob : knobs_) {
    auto label = settled(knob, reached_.at(knob.id).target);
    if (!label) {
      reached_.erase(knob.id);
      return fault_of(knob, label.error());
    }
    labels.push_back(*label);
  }
  return labels;
}

Result<KnobLabel> ServoActuator::steer(const std::string& id, double printed) {
  const auto knob = std::find_if(knobs_.begin(), knobs_.end(),
                                 [&](const Knob& candidate) { return candidate.id == id; });
  if (knob == knobs_.end()) return KnobActuator::steer(id, printed);
  const ServoControl& servo = servo_of(*knob);
  const double target = quantised_raw(servo, servo_raw(servo, printed));
  const auto known = steered_.find(id);
  if (known == steered_.end() || known->second != target) {
    reached_.erase(id);  // wherever it gets to, the next move brings it back
    const auto raw = drive_->aim(servo, target);
    if (!raw) {
      steered_.erase(id);
      return fault_of(*knob, raw.error());
    }
    steered_[id] = *raw;
  }
  return servo_label(*knob, steered_.at(id), LabelSource::Commanded);
}

Result<bool> ServoActuator::turn(const Knob& knob, double target, const std::stop_token& stop) {
  if (stop.stop_requested()) {
    return tl::unexpected(Fault{FaultCode::Stopped, "stopped before it moved"});
  }
  const ServoControl& servo = servo_of(knob);
  const auto now = drive_->stands_at(servo);
  if (!now) return tl::unexpected(now.error());
  if (still_there(knob, target, *now)) return false;
  reached_.erase(knob.id);
  steered_.erase(knob.id);
  const auto raw = drive_->go(servo, approach(servo, *now, target), stop);
  if (!raw) return tl::unexpected(raw.error());
  reached_[knob.id] = {target, *raw};
  return true;
}

bool ServoActuator::still_there(const Knob& knob, double target, std::optional<double> now) const {
  const auto known = reached_.find(knob.id);
  return known != reached_.end() && known->second.target == target && now &&
         std::abs(*now - known->second.raw) <= kSamePlaceDeg * servo_of(knob).raw_per_deg;
}

Result<KnobLabel> ServoActuator::settled(const Knob& knob, double target) {
  const ServoControl& servo = servo_of(knob);
  if (drive_->source() == LabelSource::Commanded) {
    return servo_label(knob, target, LabelSource::Commanded);
  }
  const auto now = drive_->stands_at(servo);
  if (!now) return tl::unexpected(now.error());
  const double off = (now->value_or(target) - target) / servo.raw_per_deg;
  if (std::abs(off) > kServoErrorDeg) {
    return tl::unexpected(
        Fault{FaultCode::KnobNotReached,
              servo_name(servo) + " stands " + std::to_string(std::lround(off)) +
                  " degrees off its target after it was let go of: hold = true, or more friction"});
  }
  reached_.at(knob.id).raw = now->value_or(target);
  return servo_label(knob, now->value_or(target), drive_->source());
}

Result<void> ServoActuator::held() {
  if (drive_->source() == LabelSource::Commanded) return {};
  for (const Knob& knob : knobs_) {
    const auto left = reached_.find(knob.id);
    if (left == reached_.end()) continue;
    const auto now = drive_->stands_at(servo_of(knob));
    if (!now) {
      reached_.erase(left);
      return fault_of(knob, {now.error().code, "nobody can say whether it stood still while the take "
                                               "was played: " + now.error().detail});
    }
    if (!*now || still_there(knob, left->second.target, *now)) continue;
    const double off = (**now - left->second.raw) / servo_of(knob).raw_per_deg;
    reached_.erase(left);
    return fault_of(
        knob, {FaultCode::KnobNotReached, "it was turned by " + std::to_string(std::lround(off)) +
                                              " degrees while the take was played"});
  }
  return {};
}

Result<std::vector<KnobLabel>> ServoActuator::standing() {
  if (auto opened = drive_->open(); !opened) return tl::unexpected(opened.error());
  std::vector<KnobLabel> labels;
  for (const Knob& knob : knobs_) {
    const auto now = drive_->stands_at(servo_of(knob));
    if (!now) return fault_of(knob, now.error());
    if (*now) labels.push_back(servo_label(knob, **now, drive_->source()));
  }
  return labels;
}

}  // namespace ampsweep::rig
