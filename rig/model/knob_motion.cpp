// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/knob_motion.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>

namespace ampsweep::rig {
namespace {

bool lower(const MotionPoint& a, const MotionPoint& b) { return a.printed < b.printed; }

/// Integral of the square of a straight line from a to b over `length`.
double square_integral(double a, double b, double length) {
  return length * (a * a + a * b + b * b) / 3.0;
}

std::string short_text(double value) {
  std::array<char, 32> digits{};
  const double rounded = std::round(value * 1000.0) / 1000.0;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), rounded).ptr;
  return {digits.data(), end};
}

/// First, last, and where the direction changes.
std::vector<double> turns(const std::vector<MotionPoint>& points) {
  std::vector<double> values;
  for (const MotionPoint& point : points) {
    const auto n = values.size();
    if (n > 0 && values[n - 1] == point.printed) continue;
    const bool onward = n > 1 && (values[n - 1] > values[n - 2]) == (point.printed > values[n - 1]);
    if (onward) values.pop_back();
    values.push_back(point.printed);
  }
  return values;
}

}  // namespace

double KnobMotion::value_at(double seconds) const {
  assert(!points.empty());
  const auto next = std::find_if(points.begin(), points.end(),
                                 [&](const MotionPoint& point) { return point.at_s > seconds; });
  if (next == points.begin()) return next->printed;
  const auto before = std::prev(next);
  if (next == points.end()) return before->printed;
  const double share = (seconds - before->at_s) / (next->at_s - before->at_s);
  return before->printed + share * (next->printed - before->printed);
}

double KnobMotion::lowest() const {
  return std::min_element(points.begin(), points.end(), lower)->printed;
}

double KnobMotion::highest() const {
  return std::max_element(points.begin(), points.end(), lower)->printed;
}

double KnobMotion::rms_distance(double printed, double seconds) const {
  assert(seconds > 0.0);
  double sum = 0.0;
  double from = 0.0;
  const auto add_to = [&](double to) {
    to = std::clamp(to, from, seconds);
    sum += square_integral(value_at(from) - printed, value_at(to) - printed, to - from);
    from = to;
  };
  for (const MotionPoint& point : points) add_to(point.at_s);
  add_to(seconds);
  return std::sqrt(sum / seconds);
}

bool same_motion(const KnobMotion& a, const KnobMotion& b) {
  return a.knob == b.knob && a.points == b.points;
}

std::string describe(const KnobMotion& motion) {
  constexpr std::size_t kMostTurns = 6;
  const std::vector<double> values = turns(motion.points);
  std::string text = motion.knob + (values.size() == 1 ? " stays at " : " moves ");
  for (std::size_t i = 0; i < std::min(values.size(), kMostTurns); ++i) {
    if (i > 0) text += " to ";
    text += short_text(values[i]);
  }
  return values.size() > kMostTurns ? text + " ..." : text;
}

}  // namespace ampsweep::rig
