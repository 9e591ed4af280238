// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/midi_message.hpp"

#include "rig/model/midi_status.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kDataCoarse = 6;
constexpr int kDataFine = 38;
constexpr int kNull = 127;

std::uint8_t data(int value) { return static_cast<std::uint8_t>(value & 0x7F); }
int coarse(int raw) { return raw >> 7; }
int fine(int raw) { return raw & 0x7F; }

std::uint8_t status(int kind, int channel) {
  return static_cast<std::uint8_t>(kind | ((channel - 1) & kMidiChannelMask));
}

std::vector<MidiMessage> parameter(const MidiControl& control, int raw) {
  const bool registered = control.kind == MidiKind::Rpn;
  const auto say = [&](int controller, int value) {
    return control_change(control.channel, controller, value);
  };
  std::vector<MidiMessage> all{say(registered ? 101 : 99, coarse(control.controller)),
                               say(registered ? 100 : 98, fine(control.controller))};
  if (control.bits == 14) {
    all.push_back(say(kDataCoarse, coarse(raw)));
    all.push_back(say(kDataFine, fine(raw)));
  } else {
    all.push_back(say(kDataCoarse, raw));
  }
  all.push_back(say(101, kNull));
  all.push_back(say(100, kNull));
  return all;
}

}  // namespace

MidiMessage control_change(int channel, int controller, int value) {
  return {status(kMidiController, channel), data(controller), data(value)};
}

MidiMessage program_change(int channel, int program) {
  return {status(kMidiProgram, channel), data(program)};
}

std::vector<MidiMessage> midi_messages(const MidiControl& control, int raw) {
  switch (control.kind) {
    case MidiKind::Program:
      return {program_change(control.channel, raw)};
    case MidiKind::Nrpn:
    case MidiKind::Rpn:
      return parameter(control, raw);
    case MidiKind::Control:
      break;
  }
  if (control.bits == 7) return {control_change(control.channel, control.controller, raw)};
  return {control_change(control.channel, control.controller, coarse(raw)),
          control_change(control.channel, control.controller + kFineController, fine(raw))};
}

std::chrono::microseconds time_on_cable(const MidiMessage& message) {
  constexpr std::chrono::microseconds kByte{320};
  return kByte * static_cast<int>(message.size());
}

}  // namespace ampsweep::rig
