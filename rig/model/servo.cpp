// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/servo.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ampsweep::rig {
namespace {

double line(double x, double x0, double y0, double x1, double y1) {
  return y0 + (x - x0) * (y1 - y0) / (x1 - x0);
}

}  // namespace

int highest_torque_limit(PotClass pot, double supply_v) {
  if (pot == PotClass::Thumbwheel) return 15;
  return supply_v > 8.0 ? 60 : 90;
}

double highest_slip_torque(PotClass pot) { return pot == PotClass::Thumbwheel ? 4.9 : 17.5; }

double raw_step(ServoProtocol protocol) { return protocol == ServoProtocol::Maestro ? 0.25 : 1.0; }

const char* raw_unit(ServoProtocol protocol) {
  return protocol == ServoProtocol::Feetech ? "counts" : "us";
}

RawRange device_range(ServoProtocol protocol) {
  switch (protocol) {
    case ServoProtocol::Feetech:
      return {0.0, 4095.0};
    case ServoProtocol::Maestro:
      return {400.0, 2600.0};
    case ServoProtocol::Firmata:
      return {544.0, 2400.0};
  }
  return {};
}

RawRange soft_range(const ServoControl& control) {
  const double inset = control.inset_deg * control.raw_per_deg;
  const double step = raw_step(control.protocol);
  return {std::ceil((control.stop_low + inset) / step) * step,
          std::floor((control.stop_high - inset) / step) * step};
}

double quantised_raw(const ServoControl& control, double raw) {
  const double step = raw_step(control.protocol);
  return std::round(raw / step) * step;
}

std::vector<double> approach(const ServoControl& control, std::optional<double> from,
                             double target) {
  const double below = quantised_raw(control, target - control.overshoot_deg * control.raw_per_deg);
  if (below >= target || (from && *from <= below)) return {target};
  return {below, target};
}

double servo_raw(const ServoControl& control, double printed) {
  const auto& marks = control.marks;
  assert(marks.size() >= 2);
  if (!(printed > marks.front().printed)) return marks.front().raw;  // NaN too
  for (std::size_t i = 1; i < marks.size(); ++i) {
    if (printed > marks[i].printed) continue;
    return line(printed, marks[i - 1].printed, marks[i - 1].raw, marks[i].printed, marks[i].raw);
  }
  return marks.back().raw;
}

double servo_printed(const ServoControl& control, double raw) {
  const auto& marks = control.marks;
  assert(marks.size() >= 2);
  const double up = marks.back().raw > marks.front().raw ? 1.0 : -1.0;
  std::size_t i = 1;
  while (i + 1 < marks.size() && up * raw > up * marks[i].raw) ++i;
  return line(raw, marks[i - 1].raw, marks[i - 1].printed, marks[i].raw, marks[i].printed);
}

double servo_travel_deg(const ServoControl& control) {
  return std::abs(control.marks.back().raw - control.marks.front().raw) / control.raw_per_deg;
}

double servo_uncertainty(const ServoControl& control) {
  const double play = control.backlash_deg / std::sqrt(12.0);
  return std::hypot(play, control.uncertainty_deg) / servo_travel_deg(control);
}

bool same_servo(const ServoControl& a, const ServoControl& b) {
  return a.port == b.port && a.address == b.address && a.device == b.device;
}

const char* to_string(ServoProtocol protocol) {
  switch (protocol) {
    case ServoProtocol::Feetech:
      return "feetech";
    case ServoProtocol::Maestro:
      return "maestro";
    case ServoProtocol::Firmata:
      return "firmata";
  }
  return "feetech";
}

const char* to_string(PotClass pot) { return pot == PotClass::Thumbwheel ? "thumbwheel" : "p16"; }

std::string servo_name(const ServoControl& control) {
  const std::string number = std::to_string(control.address);
  switch (control.protocol) {
    case ServoProtocol::Feetech:
      return "servo " + number;
    case ServoProtocol::Maestro:
      return "channel " + number;
    case ServoProtocol::Firmata:
      return "pin " + number;
  }
  return number;
}

}  // namespace ampsweep::rig
