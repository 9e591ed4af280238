// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/maestro_drive.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr auto kAnswerTime = 50ms;
constexpr auto kAskEvery = 20ms;
constexpr auto kServoLag = 300ms;  // the shaft behind the pulse
constexpr int kTries = SerialExchange::kTries;

MaestroFraming framing(const ServoControl& servo) { return {servo.device, servo.crc}; }

int quarters(double us) { return static_cast<int>(std::lround(us * 4.0)); }

int speed_units(const ServoControl& servo) {  // 0.25 us each 10 ms
  const double us_per_s = std::min(servo.speed_deg_s, kMostServoSpeed) * servo.raw_per_deg;
  return std::max(1, static_cast<int>(us_per_s * 4.0 / 100.0));  // 0 would be unlimited
}

std::string channel_name(const ServoControl& servo) { return "Maestro " + servo_name(servo); }

tl::unexpected<Fault> not_there(const std::string& detail) {
  return tl::unexpected(Fault{FaultCode::KnobNotReached, detail});
}

}  // namespace

MaestroDrive::MaestroDrive(std::unique_ptr<SerialLine> line, Clock& clock)
    : line_(std::move(line), clock), clock_(clock) {}

Result<std::optional<double>> MaestroDrive::stands_at(const ServoControl& servo) {
  const auto now = same_pulse_twice(servo);
  if (!now) return tl::unexpected(now.error());
  if (*now != 0) return *now / 4.0;
  const auto last = last_.find(servo.address);  // no pulse: the servo stays where it was left
  if (last == last_.end()) return std::nullopt;
  return last->second;
}

Result<double> MaestroDrive::go(const ServoControl& servo, std::span<const double> way,
                                const std::stop_token& stop) {
  aiming_.erase(servo.address);
  const auto ran = run(servo, way, stop);
  if (ran) return way.back();
  last_.erase(servo.address);
  let_go(servo);
  return tl::unexpected(ran.error());
}

Result<void> MaestroDrive::run(const ServoControl& servo, std::span<const double> way,
                               const std::stop_token& stop) {
  const auto pulse_now = same_pulse_twice(servo);
  if (!pulse_now) return tl::unexpected(pulse_now.error());
  const auto last = last_.find(servo.address);
  if (*pulse_now == 0 && last != last_.end()) {
    if (auto back = reach(servo, quarters(last->second), stop); !back) return back;
  }
  if (auto capped = set_speed(servo); !capped) return capped;
  for (const double point : way) {
    if (!(point > servo.stop_low && point < servo.stop_high)) {
      return not_there(channel_name(servo) + " was to go beyond its stops");
    }
    if (auto reached = reach(servo, quarters(point), stop); !reached) return reached;
    if (auto lag = pause(kServoLag, stop); !lag) return lag;
  }
  if (!servo.hold) {
    if (auto off = reach(servo, 0, stop); !off) return off;
  }
  last_[servo.address] = way.back();
  return {};
}

Result<double> MaestroDrive::aim(const ServoControl& servo, double raw) {
  const auto sent = [&]() -> Result<void> {
    if (!(raw > servo.stop_low && raw < servo.stop_high)) {
      return not_there(channel_name(servo) + " was to go beyond its stops");
    }
    if (auto ready = start_aiming(servo); !ready) return ready;
    return line_.send(maestro_set_target(framing(servo), servo.address, quarters(raw)));
  }();
  if (!sent) {
    let_go(servo);
    return tl::unexpected(sent.error());
  }
  last_[servo.address] = raw;
  return raw;
}

/// The pulse comes on where the servo stands, and only then a target: from no pulse at all it would
/// jump there without the ramp.
Result<void> MaestroDrive::start_aiming(const ServoControl& servo) {
  if (aiming_.contains(servo.address)) return {};
  const auto last = last_.find(servo.address);
  if (last == last_.end()) return not_there(channel_name(servo) + " has not been moved before");
  if (auto on = reach(servo, quarters(last->second), {}); !on) return on;
  if (auto capped = set_speed(servo); !capped) return capped;
  aiming_.insert(servo.address);
  return {};
}

void MaestroDrive::let_go(const ServoControl& servo) noexcept {
  aiming_.erase(servo.address);
  if (!line_.opened()) return;
  try {
    static_cast<void>(reach(servo, 0, std::stop_token{}));
  } catch (const std::exception&) {
    // out of memory: the clutch slips
  }
}

Result<int> MaestroDrive::pulse(const ServoControl& servo) {
  return line_.ask<int>(maestro_get_position(framing(servo), servo.address), kAnswerTime,
                        maestro_word, channel_name(servo));
}

Result<int> MaestroDrive::same_pulse_twice(const ServoControl& servo) {
  auto before = pulse(servo);
  for (int tries = 0; before && tries < kTries; ++tries) {
    auto now = pulse(servo);
    if (now && *now == *before) return now;
    before = now;
  }
  if (!before) return before;
  return not_there(channel_name(servo) + " is moving by itself: stop its script");
}

Result<int> MaestroDrive::errors(const ServoControl& servo) {
  return line_.ask<int>(maestro_get_errors(framing(servo)), kAnswerTime, maestro_word,
                        channel_name(servo));
}

Result<void> MaestroDrive::set_speed(const ServoControl& servo) {
  int bits = 0;
  for (int tries = 0; tries < kTries; ++tries) {
    if (auto old = errors(servo); !old) return tl::unexpected(old.error());  // reading clears them
    const auto sent =
        line_.send(maestro_set_speed(framing(servo), servo.address, speed_units(servo)));
    if (!sent) return sent;
    const auto now = errors(servo);
    if (!now) return tl::unexpected(now.error());
    if (*now == 0) return {};
    bits = *now;
  }
  return not_there(channel_name(servo) + " reports errors: " + maestro_errors(bits) +
                   ": is \"Enable CRC\" in the Maestro Control Center what crc says?");
}

Result<void> MaestroDrive::reach(const ServoControl& servo, int quarter_us,
                                 const std::stop_token& stop) {
  for (int tries = 0; tries < kTries; ++tries) {
    const auto sent = line_.send(maestro_set_target(framing(servo), servo.address, quarter_us));
    if (!sent) return sent;
    const auto there = ramp(servo, quarter_us, stop);
    if (!there) return tl::unexpected(there.error());
    if (*there) return {};
  }
  return not_there(channel_name(servo) +
                   " does not take its target: are its limits in the Maestro Control Center wide "
                   "enough, is its serial mode \"USB Dual Port\"?");
}

/// False: it stands still at another pulse, the command was lost.
Result<bool> MaestroDrive::ramp(const ServoControl& servo, int quarter_us,
                                const std::stop_token& stop) {
  const double way_s = servo_travel_deg(servo) / servo.speed_deg_s;
  const auto end = clock_.now() + 2s +
                   std::chrono::duration_cast<std::chrono::nanoseconds>(
                       std::chrono::duration<double>{3.0 * way_s});
  int before = -1;
  while (clock_.now() < end) {
    const auto now = pulse(servo);
    if (!now) return tl::unexpected(now.error());
    if (*now == before) return *now == quarter_us;
    before = *now;
    if (auto paused = pause(kAskEvery, stop); !paused) return tl::unexpected(paused.error());
  }
  return false;
}

Result<void> MaestroDrive::pause(std::chrono::nanoseconds time, const std::stop_token& stop) {
  if (clock_.wait(time, stop)) return {};
  return tl::unexpected(Fault{FaultCode::Stopped, "stopped while it turned"});
}

}  // namespace ampsweep::rig
