// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/design_space.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstdlib>

#include "rig/model/midi_value.hpp"

namespace ampsweep::rig {
namespace {

/// A knob without steps is set to 1e-6 of its printed scale: finer cannot be told apart, and labels
/// stay short.
constexpr double kPerUnit = 1e6;
/// Forgives the last bits of a division, so that 0.3 / 0.1 is three steps.
constexpr double kStepSlack = 1e-6;
/// Share of the travel by which a knob without steps is moved aside.
constexpr double kHandStep = 0.01;

/// Steps over the whole travel; 0 = continuous.
double step_count(const Knob& knob) {
  if (!knob.positions.empty()) return static_cast<double>(knob.positions.size() - 1);
  if (knob.resolution > 0.0) return std::round((knob.maximum - knob.minimum) / knob.resolution);
  if (const auto* midi = std::get_if<MidiControl>(&knob.control)) {
    return static_cast<double>(std::abs(last_raw(*midi) - first_raw(*midi)));
  }
  return 0.0;
}

/// A control whose steps lie unevenly on the printed scale; nullptr: they are even.
const MidiControl* uneven(const Knob& knob) {
  const auto* midi = std::get_if<MidiControl>(&knob.control);
  const bool own_steps = !knob.positions.empty() || knob.resolution > 0.0;
  return midi == nullptr || midi->marks.empty() || own_steps ? nullptr : midi;
}

/// +1 or -1: raw values for each step up.
int direction(const MidiControl& midi) { return last_raw(midi) > first_raw(midi) ? 1 : -1; }

/// Steps from the minimum to a value, between two steps as a fraction.
double steps_to(const Knob& knob, double value, double steps) {
  const MidiControl* midi = uneven(knob);
  if (midi == nullptr) return normalised(knob, value) * steps;
  const double inside = std::clamp(value, knob.minimum, knob.maximum);
  const int raw = midi_raw(knob, *midi, inside);
  const double step = std::abs(raw - first_raw(*midi));
  const double off = inside - midi_printed(knob, *midi, raw);
  const int next = raw + (off < 0.0 ? -1 : 1) * direction(*midi);
  const double width = std::abs(midi_printed(knob, *midi, next) - midi_printed(knob, *midi, raw));
  return step + off / width;
}

double value_of_step(const Knob& knob, double step, double steps) {
  const MidiControl* midi = uneven(knob);
  const double value =
      midi == nullptr
          ? printed(knob, step / steps)
          : midi_printed(knob, *midi, first_raw(*midi) + direction(*midi) * static_cast<int>(step));
  return std::clamp(std::round(value * 1e9) / 1e9, knob.minimum, knob.maximum);
}

/// The value of the step that `pick` (round, floor, ceil) makes of a position between steps.
/// Needs a knob with steps.
template <class Pick>
double stepped(const Knob& knob, double value, Pick pick) {
  const double steps = step_count(knob);
  return value_of_step(knob, std::clamp(pick(steps_to(knob, value, steps)), 0.0, steps), steps);
}

}  // namespace

double reachable(const Knob& knob, double value) {
  if (step_count(knob) > 0.0) {
    return stepped(knob, value, [](double x) { return std::round(x); });
  }
  // Dividing, not multiplying by 1e-6, gives the double that "3.618034" reads back as.
  return std::clamp(std::round(value * kPerUnit) / kPerUnit, knob.minimum, knob.maximum);
}

double lowest_step(const Knob& knob, double value) {
  if (step_count(knob) == 0.0) return value;
  return stepped(knob, value, [](double x) { return std::ceil(x - kStepSlack); });
}

double highest_step(const Knob& knob, double value) {
  if (step_count(knob) == 0.0) return value;
  return stepped(knob, value, [](double x) { return std::floor(x + kStepSlack); });
}

double step_above(const Knob& knob, double value) {
  if (step_count(knob) == 0.0) {
    return reachable(knob, value + kHandStep * (knob.maximum - knob.minimum));
  }
  return stepped(knob, value, [](double x) { return std::floor(x + kStepSlack) + 1.0; });
}

double step_below(const Knob& knob, double value) {
  if (step_count(knob) == 0.0) {
    return reachable(knob, value - kHandStep * (knob.maximum - knob.minimum));
  }
  return stepped(knob, value, [](double x) { return std::ceil(x - kStepSlack) - 1.0; });
}

std::int64_t level_count(const Axis& axis) {
  const double steps = step_count(axis.knob);
  if (steps == 0.0) return 0;
  const double across =
      steps_to(axis.knob, axis.high, steps) - steps_to(axis.knob, axis.low, steps);
  return static_cast<std::int64_t>(std::round(across)) + 1;
}

std::int64_t setting_count(const DesignSpace& space, std::int64_t limit) {
  std::int64_t count = 1;
  for (const Axis& axis : space.axes) {
    const std::int64_t levels = level_count(axis);
    if (levels == 0 || count > limit / levels) return limit;
    count *= levels;
  }
  return std::min(count, limit);
}

Setting setting_at(const DesignSpace& space, std::span<const double> unit) {
  assert(unit.size() == space.axes.size());
  Setting setting = space.fixed;
  for (std::size_t i = 0; i < unit.size(); ++i) {
    const Axis& axis = space.axes[i];
    const double value = reachable(axis.knob, axis.low + unit[i] * (axis.high - axis.low));
    setting[axis.knob.id] = std::clamp(value, axis.low, axis.high);
  }
  return setting;
}

Setting setting_sampled(const DesignSpace& space, std::span<const double> unit) {
  assert(unit.size() == space.axes.size());
  UnitPoint shares(unit.begin(), unit.end());
  for (std::size_t i = 0; i < unit.size(); ++i) {
    if (uneven(space.axes[i].knob) != nullptr) continue;  // even in what is printed, not in steps
    const auto levels = static_cast<double>(level_count(space.axes[i]));
    if (levels == 1.0) shares[i] = 0.0;
    if (levels > 1.0) shares[i] = std::min(std::floor(unit[i] * levels), levels - 1) / (levels - 1);
  }
  return setting_at(space, shares);
}

}  // namespace ampsweep::rig
