// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/midi_control.hpp"

#include <algorithm>
#include <set>

namespace ampsweep::rig {
namespace {

bool is_parameter(const MidiControl& control) {
  return control.kind == MidiKind::Nrpn || control.kind == MidiKind::Rpn;
}

bool same_port(const std::string& a, const std::string& b) {
  return a.find(b) != std::string::npos || b.find(a) != std::string::npos;
}

/// Controllers whose arrival changes what the control stands at.
std::set<int> controllers_of(const MidiControl& control) {
  if (control.kind == MidiKind::Program) return {};
  if (is_parameter(control)) return {6, 38, 96, 97, 98, 99, 100, 101};
  std::set<int> taken{control.controller};
  if (control.bits == 14) taken.insert(control.controller + kFineController);
  return taken;
}

}  // namespace

int highest_raw(const MidiControl& control) { return control.bits == 14 ? 16383 : 127; }

int first_raw(const MidiControl& control) {
  return control.marks.empty() ? control.low : control.marks.front().raw;
}

int last_raw(const MidiControl& control) {
  return control.marks.empty() ? control.high : control.marks.back().raw;
}

std::optional<std::string> overlap(const MidiControl& a, const MidiControl& b) {
  if (a.channel != b.channel || !same_port(a.port, b.port)) return std::nullopt;
  const std::string where = " on channel " + std::to_string(a.channel) + " of the same port";
  if (a.kind == MidiKind::Program && b.kind == MidiKind::Program) {
    return "both send program changes" + where;
  }
  if (is_parameter(a) && is_parameter(b)) {
    if (a.kind != b.kind || a.controller != b.controller) return std::nullopt;
    return "both are " + message_name(a) + where;
  }
  const std::set<int> others = controllers_of(b);
  for (const int controller : controllers_of(a)) {
    if (others.contains(controller)) {
      return message_name(a) + " and " + message_name(b) + " share controller " +
             std::to_string(controller) + where;
    }
  }
  return std::nullopt;
}

std::string message_name(const MidiControl& control) {
  const std::string number = std::to_string(control.controller);
  switch (control.kind) {
    case MidiKind::Nrpn:
      return "NRPN " + number;
    case MidiKind::Rpn:
      return "RPN " + number;
    case MidiKind::Program:
      return "program change";
    case MidiKind::Control:
      break;
  }
  if (control.bits == 7) return "controller " + number;
  return "controllers " + number + " and " + std::to_string(control.controller + kFineController) +
         " (14 bit)";
}

const char* to_string(MidiKind kind) {
  switch (kind) {
    case MidiKind::Control:
      return "cc";
    case MidiKind::Nrpn:
      return "nrpn";
    case MidiKind::Rpn:
      return "rpn";
    case MidiKind::Program:
      return "program_change";
  }
  return "cc";
}

std::optional<MidiKind> midi_kind(const std::string& name) {
  for (const auto kind : {MidiKind::Control, MidiKind::Nrpn, MidiKind::Rpn, MidiKind::Program}) {
    if (name == to_string(kind)) return kind;
  }
  return std::nullopt;
}

}  // namespace ampsweep::rig
