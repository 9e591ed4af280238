// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/servo_play.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <vector>

namespace ampsweep::rig {
namespace {

constexpr double kMostSeenDeg = 30.0;

double mean_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double deviation_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0.0;
  for (const double value : values) sum += (value - mean) * (value - mean);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

/// Of a servo whose shaft nobody reads.
std::optional<double> seen_spread(ServoGuide& guide, const TestMark& mark, int count) {
  const TypedQuestion question{
      fmt::format("How far off the mark {} does the pointer stand after {} arrivals, in degrees?",
                  mark.name, count),
      {"At worst, as far as you watched. Enter alone: not looked at, the rig file's doubt stays"},
      {},
      true};
  while (true) {
    const std::string text = guide.ask(question);
    if (text.empty()) return std::nullopt;
    double degrees = 0.0;
    const char* const end = text.data() + text.size();
    if (std::from_chars(text.data(), end, degrees).ptr != end) continue;
    if (degrees >= 0.0 && degrees <= kMostSeenDeg) return degrees / 2.0;
  }
}

}  // namespace

PlayFound measure_play(ServoGuide& guide, const TestMark& mark, std::optional<double> assumed_deg) {
  const std::string where = "the mark " + mark.name;
  PlayFound found{guide.allowed(mark.raw), std::nullopt};
  if (guide.reads_shaft()) {
    found.below = guide
                      .jog({"Step the pointer onto " + where,
                            {"The servo turned it there itself now, as captures will"},
                            {}},
                           found.below, Side::Below)
                      .raw;
  }
  if (!assumed_deg) return found;
  const Jogged above = guide.jog(
      {"Once more, from the other side: step the pointer onto " + where,
       {fmt::format("Its play is the difference to before. Type skip to keep the rig file's {:g} "
                    "degrees",
                    *assumed_deg)},
       {}},
      found.below, Side::Above);
  if (above.how == JogAnswer::Kind::Skip) return found;
  found.play_deg = std::max(0.0, (found.below - above.raw) / guide.control().raw_per_deg);
  return found;
}

Arrivals measure_arrivals(ServoGuide& guide, const TestMark& mark, double first, double last,
                          int count) {
  assert(count >= 2);
  const double goal = guide.allowed(mark.raw);
  std::vector<double> below;
  for (int i = 0; i < count; ++i) {
    (void)guide.drive(guide.allowed(i % 2 == 0 ? first : last), Side::Below);
    below.push_back(guide.drive(goal, Side::Below));
  }
  if (!guide.reads_shaft()) return {seen_spread(guide, mark, count), std::nullopt};
  const double above = guide.drive(goal, Side::Above);
  const double per_deg = guide.control().raw_per_deg;
  return {deviation_of(below) / per_deg, (above - mean_of(below)) / per_deg};
}

}  // namespace ampsweep::rig
