// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/model/footswitch.hpp"
#include "rig/model/knob.hpp"
#include "rig/model/simulation.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

enum class AudioApi { Simulated, Jack, Alsa };

/// One channel of the stream. `port` is a JACK port to connect to, or empty; `index` is the
/// interface channel, 1-based, for ALSA (and the number of our own port on JACK).
struct Channel {
  std::string name;   ///< "amp", "loopback", or a free id for further inputs.
  int index{1};
  std::string port;
};

struct AudioSpec {
  AudioApi api{AudioApi::Simulated};
  std::string device;               ///< ALSA: name or number; JACK: ignored (ports are named).
  std::string server;               ///< JACK server name; empty = environment or default.
  SampleRate rate{48000};
  int period_frames{1024};
  std::vector<Channel> outputs;     ///< First is the amp send; one may be "loopback".
  std::vector<Channel> inputs;      ///< First is the primary amp output; one may be "loopback".
  /// JACK only: our own loopback output is wired straight to our loopback input.
  bool loopback_direct{false};
};

/// What stands at the amp's output.
struct LoadSpec {
  std::string kind{"none"};  ///< "reactive", "resistive", "speaker", "none" (software, line level).
  Ohms impedance{8.0};
  Watts rating{0.0};
  Watts amp_power{0.0};
  /// Voltage at the amp return over the voltage at the load's terminals: the line out of the load
  /// box. Unknown: no volts at the load and no watts.
  std::optional<Decibels> line_out{};
};

struct SafetySpec {
  DbFsPeak output_ceiling{-1.0};     ///< Nothing above this ever leaves the program.
  double ramp_ms{50.0};              ///< Every start and stop.
  double tap_margin_db{6.0};         ///< How far the tap may exceed its prediction.
  bool tap_guard{true};              ///< False only by a spelled-out command-line flag.
  double max_duty{0.6};              ///< Share of time playing, from the load's thermal rating.
};

/// Levels in volts, as far as they are known.
struct LevelSpec {
  std::optional<Dbu> output_full_scale;  ///< dBu RMS of a 0 dBFS-peak sine at the amp's input.
  std::optional<Dbu> input_full_scale;   ///< dBu RMS of a sine that reaches 0 dBFS peak on return.
  Decibels amp_send_gain{0.0};           ///< Digital gain of the amp send; <= 0.
  Decibels loopback_send_gain{0.0};      ///< Digital gain of the loopback send; <= 0.
};

/// How the full scales of LevelSpec were found; written by `calibrate`, about knowledge alone: no
/// part of the rig's hash.
struct LevelRecord {
  std::optional<Decibels> output_sigma{};  ///< One sigma of output_full_scale.
  std::optional<Decibels> input_sigma{};
  std::string date{};  ///< ISO 8601, of the newest of the two.
  friend bool operator==(const LevelRecord&, const LevelRecord&) = default;
};

/// Measured by `check`, written into the rig file.
struct Calibration {
  std::optional<double> loopback_offset_samples;  ///< Amp path less loopback path.
  std::optional<double> loopback_gain_db;         ///< Loopback input over loopback send.
  std::string date;                               ///< ISO 8601.
};

/// A rig file: what is wired.
struct Rig {
  std::string name;
  std::string amp;                        ///< Make and model, for the card.
  std::string file;                       ///< Path it was read from.
  std::string hash;                       ///< SHA-256 of its meaning (calibration excluded).
  AudioSpec audio;
  LoadSpec load;
  SafetySpec safety;
  LevelSpec levels;
  LevelRecord level_record;
  std::vector<Knob> knobs;
  MidiPolicy midi;
  std::optional<Footswitch> footswitch{};  ///< Confirms a turn by hand; no part of the hash.
  std::optional<Footswitch> stop_switch{};  ///< STOP over MIDI; no part of the hash.
  std::vector<std::string> interface_checklist;  ///< Traps a person confirms: direct monitor, Air...
  Calibration calibration;
  SimulationSpec simulation;
  std::string licence{"CC-BY-4.0"};       ///< Of the dataset, for the card.
};

/// Share of the time the load may be driven: 1 for software and line level; else what its thermal
/// rating allows against twice the amp's sine power (a clipped square wave), at most `max_duty`.
/// Source: measurement.md 5.4.
[[nodiscard]] double allowed_duty(const LoadSpec& load, const SafetySpec& safety);

[[nodiscard]] const char* to_string(AudioApi api);
/// nullptr when there is none.
[[nodiscard]] const Knob* find_knob(const Rig& rig, const std::string& id);
/// Position in `channels` of the channel called `name`, if any.
[[nodiscard]] std::optional<std::size_t> channel_index(const std::vector<Channel>& channels,
                                                       const std::string& name);

}  // namespace ampsweep::rig
