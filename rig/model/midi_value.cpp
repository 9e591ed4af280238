// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/midi_value.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace ampsweep::rig {
namespace {

/// low and high as two marks.
std::vector<MidiMark> marks_of(const Knob& knob, const MidiControl& control) {
  if (!control.marks.empty()) return control.marks;
  return {{knob.minimum, control.low}, {knob.maximum, control.high}};
}

/// Half a raw step between two marks, share of the travel.
double half_step(const Knob& knob, const MidiMark& a, const MidiMark& b) {
  if (a.raw == b.raw) return 0.0;
  return 0.5 * (b.printed - a.printed) / std::abs(b.raw - a.raw) / (knob.maximum - knob.minimum);
}

bool between(int raw, const MidiMark& a, const MidiMark& b) {
  return raw >= std::min(a.raw, b.raw) && raw <= std::max(a.raw, b.raw);
}

std::size_t position_of(const Knob& knob, double printed) {
  const double index = std::round(std::clamp(printed, knob.minimum, knob.maximum));
  return static_cast<std::size_t>(index);
}

}  // namespace

int midi_raw(const Knob& knob, const MidiControl& control, double printed_value) {
  if (!control.values.empty()) return control.values.at(position_of(knob, printed_value));
  const auto marks = marks_of(knob, control);
  const double value = std::clamp(printed_value, knob.minimum, knob.maximum);
  std::size_t at = 1;
  while (at + 1 < marks.size() && value > marks[at].printed) ++at;
  const MidiMark& from = marks[at - 1];
  const MidiMark& to = marks[at];
  const double share = (value - from.printed) / (to.printed - from.printed);
  return static_cast<int>(std::lround(from.raw + share * (to.raw - from.raw)));
}

double midi_printed(const Knob& knob, const MidiControl& control, int raw) {
  if (!control.values.empty()) {
    const auto nearest =
        std::min_element(control.values.begin(), control.values.end(),
                         [raw](int a, int b) { return std::abs(a - raw) < std::abs(b - raw); });
    return static_cast<double>(nearest - control.values.begin());
  }
  const auto marks = marks_of(knob, control);
  std::size_t at = 1;
  while (at + 1 < marks.size() && !between(raw, marks[at - 1], marks[at])) ++at;
  const MidiMark& from = marks[at - 1];
  const MidiMark& to = marks[at];
  const double steps = to.raw - from.raw;
  const double share = steps == 0.0 ? 0.0 : (raw - from.raw) / steps;
  const double value = from.printed + share * (to.printed - from.printed);
  return knob.positions.empty() ? value : snapped(knob, value);
}

double midi_half_step(const Knob& knob, const MidiControl& control, int raw) {
  if (!knob.positions.empty()) return 0.0;
  const auto marks = marks_of(knob, control);
  double most = 0.0;
  for (std::size_t i = 1; i < marks.size(); ++i) {
    if (between(raw, marks[i - 1], marks[i])) {
      most = std::max(most, half_step(knob, marks[i - 1], marks[i]));
    }
  }
  return most;
}

double midi_half_step(const Knob& knob, const MidiControl& control) {
  double most = 0.0;
  for (const MidiMark& mark : marks_of(knob, control)) {
    most = std::max(most, midi_half_step(knob, control, mark.raw));
  }
  return most;
}

KnobLabel midi_label(const Knob& knob, const MidiControl& control, int raw) {
  KnobLabel label;
  label.id = knob.id;
  label.raw = raw;
  label.source = LabelSource::Commanded;
  label.printed = midi_printed(knob, control, raw);
  label.normalised = normalised(knob, label.printed);
  label.uncertainty = midi_half_step(knob, control, raw) / std::numbers::sqrt3;
  return label;
}

}  // namespace ampsweep::rig
