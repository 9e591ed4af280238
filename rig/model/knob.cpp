// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/knob.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace ampsweep::rig {

double normalised(const Knob& knob, double value) {
  return (value - knob.minimum) / (knob.maximum - knob.minimum);
}

double printed(const Knob& knob, double position) {
  return knob.minimum + position * (knob.maximum - knob.minimum);
}

double snapped(const Knob& knob, double value) {
  const double step = knob.positions.empty() ? knob.resolution : 1.0;
  if (step > 0.0) {
    value = knob.minimum + step * std::round((value - knob.minimum) / step);
    // Removes the last bits of the multiplication: 0.1 * 3 prints as 0.3.
    value = std::round(value * 1e9) / 1e9;
  }
  return std::clamp(value, knob.minimum, knob.maximum);
}

bool in_range(const Knob& knob, double value) {
  return std::isfinite(value) && value >= knob.minimum && value <= knob.maximum;
}

std::string describe(const std::vector<Knob>& knobs, const Setting& setting) {
  std::string text;
  for (const Knob& knob : knobs) {
    const auto found = setting.find(knob.id);
    if (found == setting.end()) continue;
    if (!text.empty()) text += ' ';
    text += knob.id + '=';
    const double position = std::max(0.0, std::round(found->second));
    if (position < static_cast<double>(knob.positions.size())) {
      text += knob.positions[static_cast<std::size_t>(position)];
      continue;
    }
    std::array<char, 32> digits{};
    const double rounded = std::round(found->second * 1000.0) / 1000.0;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), rounded).ptr;
    text.append(digits.data(), end);
  }
  return text;
}

const char* to_string(KnobRole role) {
  switch (role) {
    case KnobRole::Eq: return "eq";
    case KnobRole::Gain: return "gain";
    case KnobRole::Level: return "level";
    case KnobRole::Other: return "other";
  }
  return "other";
}

const char* to_string(LabelSource source) {
  switch (source) {
    case LabelSource::Commanded: return "commanded";
    case LabelSource::ReadBack: return "read_back";
    case LabelSource::ByHand: return "by_hand";
  }
  return "commanded";
}

std::optional<LabelSource> label_source(const std::string& name) {
  for (const auto source : {LabelSource::Commanded, LabelSource::ReadBack, LabelSource::ByHand}) {
    if (name == to_string(source)) return source;
  }
  return std::nullopt;
}

bool turned_by_hand(const Knob& knob) {
  return std::holds_alternative<ManualControl>(knob.control);
}

bool any_turned_by_hand(const std::vector<Knob>& knobs) {
  return std::any_of(knobs.begin(), knobs.end(), turned_by_hand);
}

const char* actuator_kind(const KnobControl& control) {
  if (std::holds_alternative<MidiControl>(control)) return "midi";
  if (std::holds_alternative<ManualControl>(control)) return "manual";
  if (const auto* servo = std::get_if<ServoControl>(&control)) return to_string(servo->protocol);
  return "simulated";
}

}  // namespace ampsweep::rig
