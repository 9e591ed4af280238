// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/manual_actuator.hpp"

#include <utility>

namespace ampsweep::rig {
namespace {

/// "3" or, for a switch, "bright".
std::string value_text(const Knob& knob, double value) {
  const auto text = describe({knob}, {{knob.id, value}});
  return text.substr(text.find('=') + 1);
}

std::string prompt_line(const Knob& knob, double value, const Setting& standing) {
  const auto& name = knob.label.empty() ? knob.id : knob.label;
  const auto old = standing.find(knob.id);
  const auto from = old == standing.end() ? std::string{} : value_text(knob, old->second) + " -> ";
  return name + ": " + from + value_text(knob, value);
}

KnobLabel label_of(const Knob& knob, double value) {
  KnobLabel label;
  label.id = knob.id;
  label.printed = value;
  label.normalised = normalised(knob, value);
  label.raw = value;
  label.source = LabelSource::ByHand;
  label.uncertainty =
      knob.positions.empty() ? std::get<ManualControl>(knob.control).uncertainty : 0.0;
  return label;
}

}  // namespace

ManualActuator::ManualActuator(std::vector<Knob> knobs, Operator& person)
    : knobs_(std::move(knobs)), person_(person) {}

std::vector<std::string> ManualActuator::knobs() const {
  std::vector<std::string> ids;
  for (const auto& knob : knobs_) ids.push_back(knob.id);
  return ids;
}

Result<std::vector<KnobLabel>> ManualActuator::move(const Setting& setting,
                                                    const std::stop_token& stop) {
  std::vector<KnobLabel> labels;
  std::vector<std::string> lines;
  Setting wanted;
  for (const auto& knob : knobs_) {
    const double value = snapped(knob, setting.at(knob.id));
    labels.push_back(label_of(knob, value));
    wanted[knob.id] = value;
    const auto old = standing_.find(knob.id);
    if (old == standing_.end() || old->second != value) {
      lines.push_back(prompt_line(knob, value, standing_));
    }
  }
  if (lines.empty()) return labels;

  switch (person_.confirm(Operator::Question::TurnKnobs, "Turn these knobs", lines, stop)) {
    case Operator::Answer::Yes:
      standing_ = wanted;
      return labels;
    case Operator::Answer::Stopped:
      return tl::unexpected(Fault{FaultCode::Stopped, "stopped while knobs were turned by hand"});
    case Operator::Answer::No:
      break;
  }
  standing_.clear();  // some may have been turned: ask for all of them next time
  return tl::unexpected(
      Fault{FaultCode::KnobNotReached, "the knobs were not confirmed by the person at the amp"});
}

Result<std::vector<KnobLabel>> ManualActuator::standing() {
  std::vector<KnobLabel> labels;
  for (const auto& knob : knobs_) {
    const auto stands = standing_.find(knob.id);
    if (stands != standing_.end()) labels.push_back(label_of(knob, stands->second));
  }
  return labels;
}

}  // namespace ampsweep::rig
