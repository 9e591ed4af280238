// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <vector>

namespace ampsweep::rig {

/// What a hook can wait for, in the words of the configuration:
///   started      the bench is armed and the stream opens
///   waiting      a person is asked something: a knob to turn, a check-list, a reading
///   stream_lost  the audio stream is being brought back
///   parked       the session gave up and waits for a person; nothing sounds
///   stopped      somebody pressed STOP
///   finished     all takes are over
///   failed       the session could not begin
inline constexpr std::array kHookEvents{"started", "waiting", "stream_lost", "parked",
                                        "stopped", "finished", "failed"};

/// A program of the user's own that is run when something happens: a message to a telephone, the
/// relay that takes the amp off the mains.
struct Hook {
  std::vector<std::string> on;   ///< Of kHookEvents.
  std::vector<std::string> run;  ///< Absolute path, then its arguments. No shell sees them.
  double timeout_s{10.0};        ///< Then it and what it started are killed.
};

/// What happened, for someone who is not in the room.
struct Happening {
  std::string event;  ///< One of kHookEvents.
  std::string text;   ///< Why, in words.
  std::string dataset{};
  int takes_done{0};
  int takes_total{0};
};

}  // namespace ampsweep::rig
