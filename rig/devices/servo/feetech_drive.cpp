// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/feetech_drive.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 20ms;
constexpr auto kRestStep = 1s;
constexpr int kMostRests = 900;
constexpr auto kOverloadRest = 1s;
constexpr std::uint8_t kGentle = 50;  // acceleration, 100 counts/s^2 a unit

int speed_counts(const ServoControl& servo) {
  const double speed = std::min(servo.speed_deg_s, kMostServoSpeed) * servo.raw_per_deg;
  return std::max(1, static_cast<int>(speed));  // 0 would be unlimited
}

tl::unexpected<Fault> not_reached(const std::string& detail) {
  return tl::unexpected(Fault{FaultCode::KnobNotReached, detail});
}

}  // namespace

FeetechDrive::FeetechDrive(std::unique_ptr<SerialLine> line, Clock& clock)
    : line_(std::move(line), clock), bus_(line_), clock_(clock) {}

Result<std::optional<double>> FeetechDrive::stands_at(const ServoControl& servo) {
  const auto position = bus_.position(servo.address);
  if (!position) return tl::unexpected(position.error());
  return static_cast<double>(*position);
}

/// Heat and overload are looked at before every step: nobody watches it in between.
Result<double> FeetechDrive::aim(const ServoControl& servo, double raw) {
  const auto sent = [&]() -> Result<void> {
    if (!(raw > servo.stop_low && raw < servo.stop_high)) {
      return not_reached(servo_name(servo) + " was to go beyond its stops");
    }
    const auto outcome = fit(servo);
    if (!outcome) return tl::unexpected(outcome.error());
    if (*outcome != Outcome::Done) {
      return not_reached(servo_name(servo) +
                         (*outcome == Outcome::Hot ? " is too hot" : " is overloaded") +
                         " to follow a curve: let it rest, free the knob");
    }
    if (!aiming_.contains(servo.address)) {
      if (auto ready = make_ready(servo); !ready) return ready;
      aiming_.insert(servo.address);
    }
    return bus_.write(servo.address, FeetechRegister::Goal,
                      feetech_goal(static_cast<int>(std::lround(raw)), speed_counts(servo)));
  }();
  if (sent) return raw;
  let_go(servo);
  return tl::unexpected(sent.error());
}

void FeetechDrive::let_go(const ServoControl& servo) noexcept {
  aiming_.erase(servo.address);
  if (!line_.opened()) return;
  try {
    static_cast<void>(torque(servo, false));
  } catch (const std::exception&) {
    // out of memory: its torque stays limited, as it was before it came on
  }
}

Result<double> FeetechDrive::go(const ServoControl& servo, std::span<const double> way,
                                const std::stop_token& stop) {
  aiming_.erase(servo.address);
  int overloads = 0;
  while (true) {
    const auto outcome = try_way(servo, way, stop);
    if (!outcome || *outcome != Outcome::Done || !servo.hold) {
      const auto off = torque(servo, false);
      if (outcome && !off) return tl::unexpected(off.error());
    }
    if (!outcome) return tl::unexpected(outcome.error());
    if (*outcome == Outcome::Done) break;
    if (*outcome == Outcome::Overload && ++overloads > 1) {
      return not_reached(servo_name(servo) +
                         " is overloaded: free the knob, check the calibration of its stops");
    }
    auto rested = *outcome == Outcome::Hot ? cool_down(servo, stop) : pause(kOverloadRest, stop);
    if (!rested) return tl::unexpected(rested.error());
  }
  const auto position = bus_.position(servo.address);
  if (!position) return tl::unexpected(position.error());
  return static_cast<double>(*position);
}

Result<FeetechDrive::Outcome> FeetechDrive::try_way(const ServoControl& servo,
                                                    std::span<const double> way,
                                                    const std::stop_token& stop) {
  auto outcome = fit(servo);
  if (!outcome || *outcome != Outcome::Done) return outcome;
  if (auto ready = make_ready(servo); !ready) return tl::unexpected(ready.error());
  for (const double point : way) {
    if (!(point > servo.stop_low && point < servo.stop_high)) {
      return not_reached(servo_name(servo) + " was to go beyond its stops");
    }
    outcome = turn_to(servo, static_cast<int>(std::lround(point)), stop);
    if (!outcome || *outcome != Outcome::Done) return outcome;
  }
  return Outcome::Done;
}

/// Two readings, as one may be damaged.
Result<FeetechDrive::Outcome> FeetechDrive::fit(const ServoControl& servo) {
  std::optional<ServoTrouble> trouble;
  for (int readings = 0; readings < 2; ++readings) {
    const auto state = bus_.state(servo.address);
    if (!state) return tl::unexpected(state.error());
    trouble = unfit(servo, *state);
    if (!trouble) return Outcome::Done;
  }
  if (trouble->kind == ServoTrouble::Kind::Hot) return Outcome::Hot;
  if (trouble->kind == ServoTrouble::Kind::Overload) return Outcome::Overload;
  return not_reached(trouble->what);
}

/// The order is the safety: limit, then goal, then torque, each read back.
Result<void> FeetechDrive::make_ready(const ServoControl& servo) {
  const int id = servo.address;
  const int limit = std::min(servo.torque_limit, highest_torque_limit(servo.pot, servo.supply_v));
  const auto here = bus_.position(id);
  if (!here) return tl::unexpected(here.error());
  return bus_.write(id, FeetechRegister::TorqueLimit, feetech_word(limit))
      .and_then([&] { return bus_.write(id, FeetechRegister::Acceleration, Bytes{kGentle}); })
      .and_then([&] {
        return bus_.write(id, FeetechRegister::Goal, feetech_goal(*here, speed_counts(servo)));
      })
      .and_then([&] { return torque(servo, true); });
}

Result<FeetechDrive::Outcome> FeetechDrive::turn_to(const ServoControl& servo, int goal,
                                                    const std::stop_token& stop) {
  const auto start = bus_.state(servo.address);
  if (!start) return tl::unexpected(start.error());
  const auto sent =
      bus_.write(servo.address, FeetechRegister::Goal, feetech_goal(goal, speed_counts(servo)));
  if (!sent) return tl::unexpected(sent.error());
  FeetechWatch watch{servo, start->position, goal, clock_.now()};
  while (true) {
    if (auto paused = pause(kLookEvery, stop); !paused) return tl::unexpected(paused.error());
    const auto state = bus_.state(servo.address);
    if (!state) return tl::unexpected(state.error());
    const auto move = watch.look(*state, clock_.now());
    if (move == FeetechWatch::Move::Arrived) return Outcome::Done;
    if (move == FeetechWatch::Move::UnderWay) continue;
    if (watch.trouble().kind == ServoTrouble::Kind::Hot) return Outcome::Hot;
    if (watch.trouble().kind == ServoTrouble::Kind::Overload) return Outcome::Overload;
    return not_reached(watch.trouble().what);
  }
}

Result<void> FeetechDrive::cool_down(const ServoControl& servo, const std::stop_token& stop) {
  for (int rests = 0; rests < kMostRests; ++rests) {
    if (auto paused = pause(kRestStep, stop); !paused) return paused;
    const auto first = bus_.state(servo.address);
    const auto second = first ? bus_.state(servo.address) : first;
    if (!second) return tl::unexpected(second.error());
    if (std::max(first->celsius, second->celsius) <= kServoRestedCelsius) return {};
  }
  return not_reached(servo_name(servo) + " stays above " + std::to_string(kServoRestedCelsius) +
                     " C with its torque off: give it air, or a longer rest");
}

Result<void> FeetechDrive::pause(std::chrono::nanoseconds time, const std::stop_token& stop) {
  if (clock_.wait(time, stop)) return {};
  return tl::unexpected(Fault{FaultCode::Stopped, "stopped while it turned"});
}

Result<void> FeetechDrive::torque(const ServoControl& servo, bool on) {
  const Bytes value{static_cast<std::uint8_t>(on ? 1 : 0)};
  return bus_.write(servo.address, FeetechRegister::TorqueEnable, value);
}

}  // namespace ampsweep::rig
