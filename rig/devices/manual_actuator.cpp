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

std::vector<KnobTurn> ManualActuator::turns_to(const Setting& wanted) const {
  std::vector<KnobTurn> turns;
  for (const auto& knob : knobs_) {
    const double value = wanted.at(knob.id);
    const auto old = standing_.find(knob.id);
    if (old != standing_.end() && old->second == value) continue;
    turns.push_back({knob.label.empty() ? knob.id : knob.label,
                     old == standing_.end() ? "" : value_text(knob, old->second),
                     value_text(knob, value)});
  }
  return turns;
}

Result<std::vector<KnobLabel>> ManualActuator::move(const Setting& setting,
                                                    const std::stop_token& stop) {
  std::vector<KnobLabel> labels;
  Setting wanted;
  for (const auto& knob : knobs_) {
    const double value = snapped(knob, setting.at(knob.id));
    labels.push_back(label_of(knob, value));
    wanted[knob.id] = value;
  }
  while (true) {
    const auto turns = turns_to(wanted);
    if (turns.empty()) return labels;
    const auto answer = person_.turn_knobs(turns, stop);
    if (answer == Operator::Answer::Yes) {
      standing_ = wanted;
      confirmed_ = true;
      return labels;
    }
    if (answer == Operator::Answer::Stopped) {
      return tl::unexpected(Fault{FaultCode::Stopped, "stopped while knobs were turned by hand"});
    }
    standing_.clear();  // some may have been turned: ask for all of them next time
    if (answer == Operator::Answer::No) {
      return tl::unexpected(Fault{FaultCode::KnobNotReached,
                                  "the knobs were not confirmed by the person at the amp"});
    }
    if (std::exchange(confirmed_, false)) {
      return tl::unexpected(
          Fault{FaultCode::KnobDoubted,
                "the person at the amp says that the turn before was a wrong one; "
                "all knobs turned by hand are asked for again"});
    }
  }
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
