// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "rig/model/rig.hpp"
#include "rig/ports/audio_port.hpp"
#include "rig/ports/clock.hpp"
#include "rig/ports/hooks.hpp"
#include "rig/ports/knob_actuator.hpp"
#include "rig/ports/operator.hpp"
#include "rig/ports/stop_switch.hpp"

namespace ampsweep::rig {

/// The devices a session runs on. Owned; released by destruction.
struct Bench {
  std::shared_ptr<Hooks> hooks{};  ///< Of the user's configuration; may be none.
  std::unique_ptr<Clock> clock;
  std::unique_ptr<Operator> person;
  std::unique_ptr<AudioPort> audio;
  std::vector<std::unique_ptr<KnobActuator>> actuators;
  /// The rig's own STOP, not watched yet: whoever builds the bench knows what it has to stop.
  std::unique_ptr<StopSwitch> stop_switch{};
};

/// Builds the bench a rig file asks for. Only main.cpp knows how. Throws SetupError.
using BenchFactory = std::function<Bench(const Rig& rig)>;

}  // namespace ampsweep::rig
