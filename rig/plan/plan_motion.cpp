// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/plan_motion.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "rig/model/midi_message.hpp"
#include "rig/model/midi_value.hpp"
#include "rig/plan/design_space.hpp"
#include "rig/plan/knob_value.hpp"
#include "rig/plan/plan_limits.hpp"
#include "rig/plan/plan_tables.hpp"
#include "rig/plan/refusal_text.hpp"

namespace ampsweep::rig {
namespace {

constexpr const char* kPointForm = "write points = [[0.0, 2.0], [10.0, 8.0]]: seconds, value";
constexpr std::size_t kMostPoints = 10000;
constexpr int kMostRepeats = 1000;

/// Why nothing can move it while sound plays; empty: something can.
std::string still_knob(const Knob& knob, const MidiPolicy& policy) {
  if (turned_by_hand(knob)) {
    return "is turned by hand, and no hand follows a curve to a known time";
  }
  const auto* midi = std::get_if<MidiControl>(&knob.control);
  if (midi != nullptr && midi->kind == MidiKind::Program) {
    return "is moved by program changes: it jumps";
  }
  if (!knob.positions.empty()) return "is a switch: it has positions and nothing in between";
  if (midi == nullptr) return "";
  const auto messages = midi_messages(*midi, midi_raw(knob, *midi, knob.maximum)).size();
  const double sending_ms = static_cast<double>(messages - 1) * policy.gap_ms;
  if (sending_ms <= kLongestSendMs) return "";
  return "takes " + number_text(sending_ms) + " ms to be sent one value (" +
         std::to_string(messages) + " messages, gap_ms = " + std::to_string(policy.gap_ms) +
         "), above " + number_text(kLongestSendMs);
}

const Knob& moving_knob(TableReader& table, const Rig& rig) {
  const std::string id = table.required_text("knob");
  const Knob& knob = knob_named(rig.knobs, id, table.file(), table.line_of("knob"), "knob");
  const std::string why = still_knob(knob, rig.midi);
  if (!why.empty()) {
    table.refuse("knob", quote(id) + " cannot move during a take: it " + why,
                 "a knob on MIDI, a servo or the simulated bench");
  }
  return knob;
}

double seconds_in(const TableReader& table, const ConfigNode& node) {
  const auto* whole = std::get_if<std::int64_t>(&node.value);
  const auto* real = std::get_if<double>(&node.value);
  const double time = whole != nullptr  ? static_cast<double>(*whole)
                      : real != nullptr ? *real
                                        : -1.0;
  if (std::isfinite(time) && time >= 0.0) return time;
  table.refuse_line(node.line, "a point of the curve has no time of 0 s or later", kPointForm);
}

MotionPoint point_in(const TableReader& table, const Knob& knob, const ConfigNode& node) {
  const auto* pair = std::get_if<ConfigArray>(&node.value);
  if (pair == nullptr || pair->size() != 2) {
    table.refuse_line(node.line, "a point of the curve is no pair of numbers", kPointForm);
  }
  return {seconds_in(table, (*pair)[0]), printed_in_node(knob, (*pair)[1], table.file())};
}

std::vector<MotionPoint> points_in(TableReader& table, const Knob& knob) {
  const ConfigEntry* entry = table.entry("points");
  if (entry == nullptr) table.refuse("", "points is missing", kPointForm);
  const auto* nodes = std::get_if<ConfigArray>(&entry->node.value);
  if (nodes == nullptr || nodes->size() < 2 || nodes->size() > kMostPoints) {
    table.refuse("points", "is no list of 2 to " + std::to_string(kMostPoints) + " points",
                 kPointForm);
  }
  std::vector<MotionPoint> points;
  for (const ConfigNode& node : *nodes) {
    const MotionPoint point = point_in(table, knob, node);
    if (!points.empty() && point.at_s <= points.back().at_s) {
      table.refuse_line(node.line,
                        "the curve comes to " + number_text(point.at_s) + " s after " +
                            number_text(points.back().at_s) + " s",
                        "times that rise from point to point");
    }
    points.push_back(point);
  }
  return points;
}

/// A servo that cannot keep up would be elsewhere than the trace says.
void check_servo_keeps_up(TableReader& table, const Knob& knob, const KnobMotion& motion) {
  const auto* servo = std::get_if<ServoControl>(&knob.control);
  if (servo == nullptr) return;
  const double most = std::min(servo->speed_deg_s, kMostServoSpeed);
  for (std::size_t i = 1; i < motion.points.size(); ++i) {
    const MotionPoint& a = motion.points[i - 1];
    const MotionPoint& b = motion.points[i];
    const double turn =
        std::abs(servo_raw(*servo, b.printed) - servo_raw(*servo, a.printed)) / servo->raw_per_deg;
    const double speed = turn / (b.at_s - a.at_s);
    if (speed <= most) continue;
    table.refuse("points",
                 "turn " + quote(knob.id) + " at " + number_text(std::ceil(speed)) +
                     " degrees a second after " + number_text(a.at_s) + " s; its servo does " +
                     number_text(most),
                 "more time between the points");
  }
}

MotionWish wish_in(TableReader& table, const Rig& rig, const Setting& reference) {
  const Knob& knob = moving_knob(table, rig);
  MotionWish wish;
  wish.motion = {knob.id, points_in(table, knob), table.line_of("points")};
  if (wish.motion.lowest() == wish.motion.highest()) {
    table.refuse("points", "never leave " + number_text(wish.motion.lowest()),
                 "a curve that moves, or the setting in the design");
  }
  check_servo_keeps_up(table, knob, wish.motion);
  wish.setting = reference;
  if (auto at = table.table("at", "[[motion]] at")) {
    for (const auto& [id, value] : read_setting(*at, rig.knobs, "at")) {
      if (id == knob.id) {
        table.refuse("at", "names " + quote(id) + ", which moves", "its values go into points");
      }
      wish.setting[id] = value;
    }
  }
  wish.setting[knob.id] = reachable(knob, wish.motion.value_at(0.0));
  wish.repeats = table.integer("repeats", 1, 1, kMostRepeats);
  table.finish();
  return wish;
}

int count_in(const std::vector<PlannedTake>& takes, const MotionWish& wish) {
  return static_cast<int>(std::count_if(takes.begin(), takes.end(), [&](const PlannedTake& take) {
    return take.motion && same_motion(*take.motion, wish.motion) && take.setting == wish.setting;
  }));
}

}  // namespace

std::vector<MotionWish> read_motions(TableReader& root, const Rig& rig, const Setting& reference) {
  std::vector<MotionWish> wishes;
  int takes = 0;
  for (TableReader& table : root.tables("motion", "[[motion]]")) {
    wishes.push_back(wish_in(table, rig, reference));
    takes += wishes.back().repeats;
    if (takes > kMostSettings) {
      table.refuse("", "makes more than 5000 takes with a moving knob", "fewer repeats");
    }
  }
  return wishes;
}

void append_motions(const std::vector<MotionWish>& wishes, Plan& plan) {
  const int block = plan.takes.empty() ? 0 : plan.takes.back().block;
  const std::vector<PlannedTake> before = plan.takes;
  std::vector<const MotionWish*> done;
  for (const MotionWish& wish : wishes) {
    // Two equal tables ask for twice as many.
    int there = count_in(before, wish);
    for (const MotionWish* earlier : done) {
      const bool same =
          same_motion(earlier->motion, wish.motion) && earlier->setting == wish.setting;
      if (same) there = std::max(0, there - earlier->repeats);
    }
    for (int i = there; i < wish.repeats; ++i) {
      plan.takes.push_back({static_cast<int>(plan.takes.size()), wish.setting, Split::Motion,
                            Purpose::Listed, block, wish.motion});
    }
    done.push_back(&wish);
  }
}

void check_motions_fit(const Plan& plan, SampleCount stimulus, SampleRate rate) {
  const double end = seconds(stimulus, rate).value();
  for (const PlannedTake& take : plan.takes) {
    if (!take.motion || take.motion->points.back().at_s <= end) continue;
    refuse_at(plan.file, take.motion->line,
              "[[motion]]: points of " + quote(take.motion->knob) + " go on to " +
                  number_text(take.motion->points.back().at_s) + " s, and the stimulus ends at " +
                  number_text(end) + " s",
              "points inside the stimulus, or a longer one");
  }
}

}  // namespace ampsweep::rig
