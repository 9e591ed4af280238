// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/model/rig.hpp"
#include "rig/ports/midi_input.hpp"
#include "signals/quantity.hpp"
#include "support/recording_monitor.hpp"
#include "support/temp_dir.hpp"

namespace ampsweep::test {

/// A rig file: the simulated interface at 48 kHz, two outputs and two inputs with a loopback, then
/// `rest`.
[[nodiscard]] std::string simulated_rig(const std::string& rest);

/// Someone at a terminal, in a folder of their own: runs the command line with the simulated bench
/// for every bench and keeps what it said. Tests derive from it to add what they record.
struct CommandDesk {
  test::TempDir folder;
  std::stop_source stop;  ///< Ctrl-C.
  /// Who is heard by `knob listen`.
  std::function<std::unique_ptr<rig::MidiInput>(const rig::Rig&, const std::string&)> midi_input;
  std::string out;  ///< What the last run wrote to stdout,
  std::string err;  ///< and to stderr, which is no terminal.

  MonitorLog monitor;  ///< What was played to be listened to.

  /// Writes rig.toml: simulated_rig() of `rest`.
  void write_rig(const std::string& rest) const;
  void write_text(const std::string& name, const std::string& text) const;
  /// Of a file in the folder.
  [[nodiscard]] std::string path(const std::string& name) const;
  /// Writes one channel as 32-bit float; returns its path.
  std::string write_sound(const std::string& name, const std::vector<float>& samples,
                          SampleRate rate = SampleRate{48000}) const;
  /// `arguments` without the program's name. Returns the exit code.
  int run(std::vector<std::string> arguments);
};

}  // namespace ampsweep::test
