// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "rig/model/midi_events.hpp"

namespace ampsweep::rig {

/// What a MIDI foot-switch sends.
enum class FootswitchKind { Controller, Note, Program };

/// The pedal that says "the knob is turned".
struct Footswitch {
  std::string port;  ///< Exact name or unique part of it.
  int channel{1};    ///< 1..16
  FootswitchKind kind{FootswitchKind::Controller};
  int number{64};  ///< Of the controller, note or program, 0..127.
};

/// Hears a foot-switch in a MIDI stream: a controller that comes to 64 or more, a note that is
/// struck, a program. Letting go is nothing, nor is a pedal that repeats its value while it is
/// down. Any bytes may come.
class FootswitchEar {
 public:
  explicit FootswitchEar(const Footswitch& pedal) : pedal_(pedal) {}
  /// Whether it was pressed within these bytes.
  [[nodiscard]] bool pressed(std::span<const std::uint8_t> bytes);

 private:
  [[nodiscard]] bool pressed(const ChannelMessage& message);

  Footswitch pedal_;
  ChannelMessageReader reader_;
  bool down_{false};
};

}  // namespace ampsweep::rig
