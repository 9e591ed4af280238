// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/model/rig.hpp"
#include "rig/ports/midi_input.hpp"
#include "rig/ports/operator.hpp"
#include "rig/ports/servo_drive.hpp"
#include "signals/quantity.hpp"
#include "support/recording_monitor.hpp"
#include "support/temp_dir.hpp"

namespace ampsweep::test {

/// A rig file: the simulated interface at 48 kHz, two outputs and two inputs with a loopback, then
/// `rest`.
[[nodiscard]] std::string simulated_rig(const std::string& rest);

/// Rest of a rig file: one simulated knob, gain, 0 to 10, on a quiet bench.
inline constexpr const char* kGainKnob = R"([[knob]]
id = "gain"
label = "Gain"
minimum = 0
maximum = 10
role = "gain"
control = { kind = "simulated" }
[simulated]
latency_samples = 1000.37
noise_dbfs_rms = -100
)";

/// A short plan for it: gain at 3 and at 6.
inline constexpr const char* kTwoGains = R"(name = "small"
rig = "rig.toml"
seed = 1
[stimulus]
training_s = 2.0
validation_s = 1.0
sweep_s = 2.0
[design]
kind = "list"
settings = [{ gain = 3 }, { gain = 6 }]
[order]
blocks = 1
allow_correlation = 1.0
)";

/// Someone at a terminal, in a folder of their own: runs the command line with the simulated bench
/// for every bench and keeps what it said. Tests derive from it to add what they record.
struct CommandDesk {
  test::TempDir folder;
  std::stop_source stop;  ///< Ctrl-C.
  /// Who is heard by `knob listen`.
  std::function<std::unique_ptr<rig::MidiInput>(const rig::Rig&, const std::string&)> midi_input;
  /// Whose servos `calibrate` turns, and who answers it; else the simulated bench's.
  rig::ServoFactory servo;
  std::function<std::unique_ptr<rig::Operator>()> person;
  std::string out;  ///< What the last run wrote to stdout,
  std::string err;  ///< and to stderr, which is no terminal.
  bool out_is_broken{false};  ///< Whoever read stdout has gone.

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

/// A desk with the rig of kGainKnob and, as plan.toml, kTwoGains.
struct GainDesk : CommandDesk {
  GainDesk();
};

}  // namespace ampsweep::test
