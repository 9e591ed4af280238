// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/servo_table.hpp"

#include <fmt/format.h>

#include <cassert>
#include <cmath>

#include "rig/model/result.hpp"

namespace ampsweep::rig {
namespace {

void refuse_disorder(const Knob& knob, const ServoControl& control,
                     const std::vector<ServoMark>& found) {
  const double up = found.back().raw > found.front().raw ? 1.0 : -1.0;
  for (std::size_t i = 1; i < found.size(); ++i) {
    if (up * (found[i].raw - found[i - 1].raw) > 0.0) continue;
    throw SetupError(
        SetupKind::Device,
        fmt::format("knob \"{}\": {:g} was found at {:g} {}, {:g} at {:g}: that is not one turn in "
                    "one direction",
                    knob.id, found[i - 1].printed, found[i - 1].raw, raw_unit(control.protocol),
                    found[i].printed, found[i].raw),
        "turn to the marks in the order asked; when the numbers jump, the servo passes its zero "
        "inside the travel: loosen it, turn its horn by half a turn, calibrate again");
  }
}

double round_step(const Knob& knob) {
  if (knob.resolution > 0.0) return knob.resolution;
  return std::pow(10.0, std::floor(std::log10((knob.maximum - knob.minimum) / 100.0)));
}

/// Without the dust of binary fractions, which would show in the file.
double tidy(double value) { return std::round(value * 1e9) / 1e9; }

ServoControl through(const ServoControl& control, const std::vector<ServoMark>& marks) {
  ServoControl with = control;
  with.marks = marks;
  return with;
}

/// The outermost round value on the side of `limit` (Low: the knob's minimum) that is clear.
enum class End { Minimum, Maximum };
ServoMark end_mark(const Knob& knob, const ServoControl& table, const RawRange& limits, End end) {
  const double outer = end == End::Minimum ? table.marks.front().raw : table.marks.back().raw;
  const double limit = outer < limits.low ? limits.low : limits.high;
  const double step = round_step(knob);
  const double steps = (servo_printed(table, limit) - knob.minimum) / step;
  const double inward = end == End::Minimum ? std::ceil(steps - 1e-9) : std::floor(steps + 1e-9);
  const double printed = tidy(knob.minimum + inward * step);
  const double raw = quantised_raw(table, servo_raw(table, printed));
  return {printed, limits.holds(raw) ? raw : limit};
}

[[noreturn]] void refuse_position(const Knob& knob, const ServoControl& control,
                                  const ServoMark& mark) {
  const auto index = static_cast<std::size_t>(mark.printed + 0.5);
  throw SetupError(SetupKind::Device,
                   fmt::format("knob \"{}\": position \"{}\" stands nearer than inset_deg {:g} to "
                               "an end stop",
                               knob.id, knob.positions.at(index), control.inset_deg),
                   "a smaller inset_deg, and an overshoot_deg below it, in the rig file; a detent "
                   "pulls a switch into place");
}

}  // namespace

std::vector<ServoMark> clear_of_stops(const Knob& knob, const ServoControl& control,
                                      const std::vector<ServoMark>& found) {
  assert(found.size() >= 2);
  refuse_disorder(knob, control, found);
  const RawRange limits = soft_range(control);
  const ServoControl table = through(control, found);
  std::vector<ServoMark> soft;
  for (const ServoMark& mark : found) {
    if (limits.holds(mark.raw)) {
      soft.push_back({mark.printed, mark.raw});
    } else if (!knob.positions.empty()) {
      refuse_position(knob, control, mark);
    }
  }
  const auto put = [&](End end) {
    const ServoMark& outer = end == End::Minimum ? found.front() : found.back();
    if (limits.holds(outer.raw)) return;
    const ServoMark mark = end_mark(knob, table, limits, end);
    std::erase_if(soft, [&](const ServoMark& one) {
      return end == End::Minimum ? one.printed <= mark.printed : one.printed >= mark.printed;
    });
    soft.insert(end == End::Minimum ? soft.begin() : soft.end(), mark);
  };
  put(End::Minimum);
  put(End::Maximum);
  if (soft.size() < 2 || soft.front().printed >= soft.back().printed) {
    throw SetupError(SetupKind::Device,
                     fmt::format("knob \"{}\": its end stops leave no travel to turn in", knob.id),
                     "turn it to its end stops when they are asked for; inset_deg keeps away "
                     "from both of them");
  }
  return soft;
}

Taper taper_of(const std::vector<ServoMark>& marks) {
  assert(marks.size() >= 2);
  const ServoMark& first = marks.front();
  const ServoMark& last = marks.back();
  Taper taper;
  for (const ServoMark& mark : marks) {
    const double turned = (mark.raw - first.raw) / (last.raw - first.raw);
    const double printed = (mark.printed - first.printed) / (last.printed - first.printed);
    if (std::abs(turned - printed) <= std::abs(taper.worst)) continue;
    taper = {turned - printed, mark.printed};
  }
  return taper;
}

}  // namespace ampsweep::rig
