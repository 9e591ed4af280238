// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/rate_watch.hpp"

#include <cmath>

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr double kAllowanceS = 0.1;
constexpr double kTolerance = 500e-6;
constexpr double kSecond = 1.0;
constexpr int kEnoughLooks = 5;
constexpr std::size_t kPointsKept = 1200;
/// Put aside between its two times, a look says nothing.
constexpr auto kLookedTooLong = 5ms;

double in_seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace

std::optional<double> RateWatch::look(std::chrono::nanoseconds before,
                                      std::chrono::nanoseconds after, std::uint64_t frames) {
  if (after - before > kLookedTooLong) return std::nullopt;
  if (!start_) {
    start_ = before;
    first_frames_ = frames;
    second_begins_s_ = 0.0;
  }
  const double now_s = in_seconds(before - *start_);
  const double ahead_s = static_cast<double>(frames - first_frames_) / rate_ - now_s;
  if (!best_ || ahead_s > best_->ahead_s) best_ = Point{now_s, ahead_s};
  ++looks_;
  if (now_s - second_begins_s_ < kSecond || looks_ < kEnoughLooks) return std::nullopt;

  const Point newest = *best_;
  best_.reset();
  looks_ = 0;
  second_begins_s_ = now_s;
  const auto wrong = compare(newest);
  points_.push_back(newest);
  if (points_.size() > kPointsKept) points_.pop_front();
  return wrong;
}

std::optional<double> RateWatch::compare(const Point& newest) const {
  double steepest = 0.0;
  for (const Point& other : points_) {
    const double time_s = newest.at_s - other.at_s;
    const double gained_s = newest.ahead_s - other.ahead_s;
    const double allowed_s = kAllowanceS + 2.0 * period_s_ + kTolerance * time_s;
    if (time_s <= 0.0 || std::abs(gained_s) <= allowed_s) continue;
    if (std::abs(gained_s / time_s) > std::abs(steepest)) steepest = gained_s / time_s;
  }
  if (steepest == 0.0) return std::nullopt;
  return rate_ * (1.0 + steepest);
}

void RateWatch::begin_again() {
  points_.clear();
  best_.reset();
  looks_ = 0;
  start_.reset();
}

std::string wrong_rate_text(double measured_hz, SampleRate rate) {
  return "the stream runs at about " + std::to_string(std::lround(measured_hz)) + " Hz, not at " +
         std::to_string(rate.value()) +
         ", by this computer's clock: check rate and clock source of the interface and its server, "
         "or sound went missing";
}

}  // namespace ampsweep::rig
