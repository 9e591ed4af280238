// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/ports/bench.hpp"
#include "rig/ports/device_listing.hpp"
#include "rig/ports/midi_input.hpp"
#include "rig/ports/monitor_choice.hpp"
#include "rig/ports/servo_drive.hpp"

namespace ampsweep::rig::cli {

/// Who answers the questions of a real bench.
enum class Answers { Person, AlwaysYes };

/// What the command line runs on. main.cpp fills it with the real thing, tests with fixtures.
struct Front {
  std::function<Bench(const Rig&, Answers)> real_bench;
  std::function<Bench(const Rig&)> simulated_bench;
  std::function<DeviceListing()> devices;
  std::ostream& out;  ///< Results.
  std::ostream& err;  ///< Talk.
  bool err_is_terminal{false};
  std::stop_token stop;
  std::function<void()> window{};  ///< Opens it and stays until it is closed.
  /// Hears one MIDI port of the rig's audio API, or with an empty name all there are.
  std::function<std::unique_ptr<MidiInput>(const Rig&, const std::string& port)> midi_input{};
  /// A monitor kept away from the outputs of `rigs`.
  std::function<std::unique_ptr<Monitor>(const MonitorChoice&, const std::vector<AudioSpec>& rigs)>
      monitor{};
  ServoFactory servo{};  ///< Of a rig file's servo, to calibrate it.
  std::function<std::unique_ptr<Hooks>(std::vector<Hook>)> hooks{};  ///< Runs these.
};

}  // namespace ampsweep::rig::cli
