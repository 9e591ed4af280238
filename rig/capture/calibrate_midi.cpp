// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/calibrate_midi.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace ampsweep::rig {
namespace {

constexpr int kHighestCc = 127;

[[noreturn]] void give_up_midi(const Knob& knob, const Fault& fault) {
  throw SetupError(fault.code == FaultCode::Stopped ? SetupKind::Safety : SetupKind::Device,
                   "knob \"" + knob.id + "\" was not calibrated: " + fault.detail, "");
}

/// A number on the scale, or the name of a position.
std::optional<double> shown_value(const Knob& knob, const std::string& text) {
  const auto named = std::find(knob.positions.begin(), knob.positions.end(), text);
  if (named != knob.positions.end()) {
    return static_cast<double>(named - knob.positions.begin());
  }
  double value = 0.0;
  const char* const end = text.data() + text.size();
  if (text.empty() || std::from_chars(text.data(), end, value).ptr != end) return std::nullopt;
  return in_range(knob, value) ? std::optional{value} : std::nullopt;
}

/// Of readings that all show `end`, those behind the innermost one say nothing about the line.
std::vector<MidiReading> telling(const Knob& knob, const std::vector<MidiReading>& readings) {
  std::vector<MidiReading> kept;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    const double printed = readings[i].printed;
    const bool at_end = printed == knob.minimum || printed == knob.maximum;
    const bool same_before = i == 0 || readings[i - 1].printed == printed;
    const bool same_after = i + 1 == readings.size() || readings[i + 1].printed == printed;
    if (!(at_end && same_before && same_after)) kept.push_back(readings[i]);
  }
  return kept;
}

struct Line {
  double slope{0.0};   ///< CC a printed unit.
  double origin{0.0};  ///< CC at printed 0.
  [[nodiscard]] double cc(double printed) const { return origin + slope * printed; }
};

/// Least squares of CC over printed.
std::optional<Line> line_through(const std::vector<MidiReading>& readings) {
  if (readings.size() < 2) return std::nullopt;
  const auto count = static_cast<double>(readings.size());
  double x = 0.0;
  double y = 0.0;
  for (const MidiReading& one : readings) {
    x += one.printed / count;
    y += one.value / count;
  }
  double xx = 0.0;
  double xy = 0.0;
  for (const MidiReading& one : readings) {
    xx += (one.printed - x) * (one.printed - x);
    xy += (one.printed - x) * (one.value - y);
  }
  constexpr double kNoChange = 1e-9;
  if (xx < kNoChange || std::abs(xy) < kNoChange) return std::nullopt;
  return Line{xy / xx, y - xy / xx * x};
}

/// Within the scale alone: what the amp shows at an end it may show for many values.
std::vector<MidiReading> inside(const Knob& knob, std::vector<MidiReading> readings) {
  std::erase_if(readings, [&](const MidiReading& one) {
    return one.printed <= knob.minimum || one.printed >= knob.maximum;
  });
  return readings;
}

/// Furthest of the readings from the line, share of the travel.
void weigh(const Line& line, const std::vector<MidiReading>& readings, MidiCalibration& found) {
  const double travel = std::abs(line.slope) * (found.knob.maximum - found.knob.minimum);
  for (const MidiReading& one : readings) {
    const double off = std::abs(one.value - line.cc(one.printed)) / travel;
    if (off <= found.worst) continue;
    found.worst = off;
    found.worst_at = one.printed;
  }
}

int end_of_line(const Knob& knob, const Line& line, double printed) {
  const double cc = line.cc(printed);
  const double nearest = std::clamp(cc, 0.0, static_cast<double>(kHighestCc));
  const double shows = (nearest - line.origin) / line.slope;
  // Slack for a display of few digits.
  if (std::abs(shows - printed) > 0.03 * (knob.maximum - knob.minimum)) {
    throw SetupError(SetupKind::Device,
                     fmt::format("knob \"{}\" cannot be sent to {:g}: CC {:g} shows {:.3g}",
                                 knob.id, printed, nearest, shows),
                     fmt::format("{} = {:.3g} in the rig file",
                                 printed == knob.minimum ? "minimum" : "maximum", shows));
  }
  return static_cast<int>(std::lround(nearest));
}

}  // namespace

Knob as_cc_values(const Knob& knob) {
  Knob values = knob;
  values.positions.clear();
  values.minimum = 0.0;
  values.maximum = kHighestCc;
  values.resolution = 1.0;
  auto& midi = std::get<MidiControl>(values.control);
  midi.low = 0;
  midi.high = kHighestCc;
  return values;
}

MidiCalibration midi_line(const Knob& knob, std::vector<MidiReading> readings, double tolerance) {
  std::sort(readings.begin(), readings.end(),
            [](const MidiReading& a, const MidiReading& b) { return a.value < b.value; });
  auto kept = inside(knob, readings);
  auto line = line_through(kept);
  if (!line) {
    kept = telling(knob, readings);
    line = line_through(kept);
  }
  if (!line) {
    throw SetupError(SetupKind::Device,
                     "knob \"" + knob.id + "\" shows no change with the CC values sent",
                     "`ampsweep knob RIG.toml listen` to learn channel and controller; is it the "
                     "right port?");
  }
  MidiCalibration found;
  found.knob = knob;
  weigh(*line, kept, found);
  // A switch shows one position for a whole band of values: half the way to the next.
  const double allowed =
      knob.positions.empty() ? tolerance : 0.5 / (knob.maximum - knob.minimum) + tolerance;
  found.straight = found.worst <= allowed;
  found.readings = std::move(readings);
  if (!found.straight) return found;
  auto& midi = std::get<MidiControl>(found.knob.control);
  midi.low = end_of_line(knob, *line, knob.minimum);
  midi.high = end_of_line(knob, *line, knob.maximum);
  return found;
}

MidiCalibration calibrate_midi(const Knob& knob, KnobActuator& actuator, Operator& person,
                               const MidiWish& wish, const CalibrationObserver& observer,
                               const std::stop_token& stop) {
  std::vector<MidiReading> readings;
  for (std::size_t i = 0; i < wish.values.size();) {
    const int value = wish.values[i];
    if (observer) observer(fmt::format("CC value {} sent", value));
    const auto moved = actuator.move({{knob.id, static_cast<double>(value)}}, stop);
    if (!moved) give_up_midi(knob, moved.error());
    const auto text = person.ask(
        {fmt::format("CC {} was sent: what does \"{}\" show?", value, knob.label),
         {knob.positions.empty() ? fmt::format("A value of its scale, {:g} to {:g}; Enter alone: "
                                               "not readable",
                                               knob.minimum, knob.maximum)
                                 : "The name of its position; Enter alone: not readable"},
         {},
         true},
        stop);
    if (stop.stop_requested()) give_up_midi(knob, {FaultCode::Stopped, "stopped"});
    if (!text) {
      throw SetupError(SetupKind::Safety,
                       "knob \"" + knob.id + "\" was not calibrated: nobody answered",
                       "run it in a terminal, or in the window's Knobs room");
    }
    const auto shown = shown_value(knob, *text);
    if (!shown && !text->empty()) continue;  // asked again
    if (shown) readings.push_back({value, *shown});
    ++i;
  }
  return midi_line(knob, std::move(readings), wish.tolerance);
}

}  // namespace ampsweep::rig
