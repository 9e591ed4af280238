// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/model/midi_learn.hpp"
#include "rig/ports/midi_input.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// One port and the controllers that moved on it.
struct HeardPort {
  std::string name;
  std::vector<HeardController> controllers;
};

struct LearnReport {
  std::vector<HeardPort> ports;
  tl::expected<LearnedKnob, std::string> learned;
};

/// A control change as it comes in, with the name of its port.
using LearnObserver = std::function<void(const std::string& port, const ControlChange& change)>;

/// Listens for `time` and tells which controller was moved; the same knob heard on two ports is
/// one. Throws SetupError{Device}: what open() throws; the input was lost. SetupError{Safety}:
/// stopped.
[[nodiscard]] LearnReport learn_knob(MidiInput& input, Seconds time, const LearnObserver& observer,
                                     const std::stop_token& stop);

}  // namespace ampsweep::rig
