// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/model/command_facts.hpp"
#include "rig/ports/bench.hpp"
#include "rig/ports/device_listing.hpp"
#include "rig/ports/midi_input.hpp"
#include "rig/ports/monitor_choice.hpp"
#include "rig/ports/operator.hpp"
#include "rig/ports/servo_drive.hpp"

namespace ampsweep::rig::gui {

/// What the window runs on. main.cpp fills it with the real thing, tests with fixtures.
struct GuiFront {
  /// The bench of a rig, simulated where its api says so, with `person` to answer its questions.
  std::function<Bench(const Rig&, std::unique_ptr<Operator> person)> bench;
  std::function<DeviceListing()> devices;
  std::filesystem::path settings;  ///< File that remembers rig, plan and looks; empty: forgets.
  std::filesystem::path examples;  ///< Folder with rigs/ and plans/.
  std::stop_token stop;  ///< Ctrl-C or SIGTERM: the window closes, the bench is left safe.
  /// Hears every MIDI port of the rig's audio API.
  std::function<std::unique_ptr<MidiInput>(const Rig&)> midi_input{};
  /// A monitor kept away from the outputs of `rigs`.
  std::function<std::unique_ptr<Monitor>(const MonitorChoice&, const std::vector<AudioSpec>& rigs)>
      monitor{};
  ServoFactory servo{};  ///< Of a rig file's servo, to calibrate it.
  CommandFacts verbs{};  ///< The command line; the Tools room makes its forms from it.
  /// Carries out `ampsweep args...` and returns its exit code. Thread: the verb worker's.
  std::function<int(const std::vector<std::string>& args, std::ostream& out, std::ostream& err,
                    std::stop_token stop)>
      run_verb{};
};

}  // namespace ampsweep::rig::gui
