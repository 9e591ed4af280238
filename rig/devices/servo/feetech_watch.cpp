// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/feetech_watch.hpp"

#include <cmath>
#include <cstdlib>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr int kCloseCounts = 2;
constexpr auto kCloseTime = 100ms;
constexpr auto kStillTime = 300ms;
constexpr double kProgressDeg = 0.5;
constexpr int kLoadMargin = 10;        // the controller's own ripple, 0.1 %
constexpr double kLowestSupply = 0.8;  // of nominal

bool has(const FeetechState& state, FeetechAlarm alarm) {
  return (state.alarms & static_cast<std::uint8_t>(alarm)) != 0;
}

std::string one_decimal(double value) {
  return std::to_string(std::lround(value * 10.0) / 10) + "." +
         std::to_string(std::lround(std::abs(value) * 10.0) % 10);
}

ServoTrouble halt(const ServoControl& servo, const std::string& what) {
  return {ServoTrouble::Kind::Halt, servo_name(servo) + " " + what};
}

}  // namespace

std::optional<ServoTrouble> unfit(const ServoControl& servo, const FeetechState& state) {
  if (state.celsius >= kServoHotCelsius || has(state, FeetechAlarm::Temperature)) {
    return ServoTrouble{ServoTrouble::Kind::Hot,
                        servo_name(servo) + " is at " + std::to_string(state.celsius) + " C"};
  }
  if (has(state, FeetechAlarm::Overload)) {
    return ServoTrouble{ServoTrouble::Kind::Overload,
                        servo_name(servo) + " is overloaded: free the knob, check the calibration"};
  }
  if (state.volts < kLowestSupply * servo.supply_v || has(state, FeetechAlarm::Voltage)) {
    return halt(servo, "gets " + one_decimal(state.volts) + " V where " +
                           one_decimal(servo.supply_v) + " V are due: check its supply");
  }
  if (state.position < servo.stop_low || state.position > servo.stop_high) {
    return halt(servo, "stands at " + std::to_string(state.position) +
                           " counts, beyond the end stops: its coupling slipped or the calibration "
                           "is another one's; calibrate it again");
  }
  return std::nullopt;
}

FeetechWatch::FeetechWatch(const ServoControl& servo, int start, int goal,
                           std::chrono::nanoseconds now)
    : servo_(servo), goal_(goal), best_error_(std::abs(goal - start)), progress_at_(now) {
  const double due_s = best_error_ / servo.raw_per_deg / servo.speed_deg_s;
  latest_ = now + 3s +
            std::chrono::duration_cast<std::chrono::nanoseconds>(
                std::chrono::duration<double>{2.0 * due_s});
}

FeetechWatch::Move FeetechWatch::look(const FeetechState& state, std::chrono::nanoseconds now) {
  const auto trouble = wrong_with(state);
  const bool again = trouble && trouble_ && trouble_->kind == trouble->kind;
  trouble_ = trouble;
  if (again) return Move::Trouble;
  if (trouble) return Move::UnderWay;
  if (arrived(state, now)) return Move::Arrived;
  trouble_ = stuck(state, now);
  if (trouble_) return Move::Trouble;
  return Move::UnderWay;
}

std::optional<ServoTrouble> FeetechWatch::wrong_with(const FeetechState& state) const {
  if (auto trouble = unfit(servo_, state)) return trouble;
  if (std::abs(state.load) <= servo_.torque_limit + kLoadMargin) return std::nullopt;
  return halt(servo_, "works at " + std::to_string(std::abs(state.load)) +
                          " (0.1 % of its torque), above its limit of " +
                          std::to_string(servo_.torque_limit));
}

std::optional<ServoTrouble> FeetechWatch::stuck(const FeetechState& state,
                                                std::chrono::nanoseconds now) {
  const int error = std::abs(goal_ - state.position);
  if (error <= best_error_ - kProgressDeg * servo_.raw_per_deg) {
    best_error_ = error;
    progress_at_ = now;
  }
  const bool far = error > kServoErrorDeg * servo_.raw_per_deg;
  if (!(far && now - progress_at_ >= kStillTime) && now < latest_) return std::nullopt;
  return halt(servo_, "is stuck " + one_decimal(error / servo_.raw_per_deg) +
                          " degrees from its goal: free the knob, check coupling and stops");
}

bool FeetechWatch::arrived(const FeetechState& state, std::chrono::nanoseconds now) {
  const int error = std::abs(goal_ - state.position);
  if (state.moving || std::abs(state.position - still_position_) > 1) {
    still_position_ = state.position;
    still_since_ = now;
  }
  if (state.moving || error > kCloseCounts) close_since_.reset();
  if (!state.moving && error <= kCloseCounts && !close_since_) close_since_ = now;
  if (close_since_ && now - *close_since_ >= kCloseTime) return true;
  return !state.moving && error <= kServoErrorDeg * servo_.raw_per_deg &&
         now - still_since_ >= kStillTime;
}

}  // namespace ampsweep::rig
