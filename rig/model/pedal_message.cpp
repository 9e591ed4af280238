// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/pedal_message.hpp"

#include "rig/model/midi_status.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kOn = 64;  // MIDI 1.0: a switch is on from 64

}  // namespace

PedalMessage pedal_message(const Footswitch& pedal, const ChannelMessage& message) {
  using enum PedalMessage;
  if (message.channel != pedal.channel || message.data[0] != pedal.number) return NotOfIt;
  switch (pedal.kind) {
    case FootswitchKind::Controller:
      if (message.kind != kMidiController) return NotOfIt;
      return message.data[1] >= kOn ? Down : Up;
    case FootswitchKind::Note:
      if (message.kind != kMidiNoteOn && message.kind != kMidiNoteOff) return NotOfIt;
      return message.kind == kMidiNoteOn && message.data[1] > 0 ? Down : Up;
    case FootswitchKind::Program:
      return message.kind == kMidiProgram ? Down : NotOfIt;
  }
  return NotOfIt;
}

}  // namespace ampsweep::rig
