// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// What one amp, preamp or pedal hears over MIDI: a file of rig/amps, compiled in.
struct AmpChart {
  std::string id;      ///< Name of the file: "elektron-analog-drive".
  std::string name;    ///< Make and model.
  std::string kind;    ///< "amp", "preamp", "pedal"
  std::string source;  ///< Where its numbers come from.
  std::vector<std::string> notes;
  std::vector<Knob> knobs;  ///< Each with a MidiControl; its port is empty.
};

/// Reads a file of rig/amps by the rules of a rig file's [[knob]] tables, without port and channel:
/// the channel is one key for all. Throws SetupError{Data} with file and line.
[[nodiscard]] AmpChart parse_amp_chart(const std::string& id, const std::string& text);
/// All there are, by id.
[[nodiscard]] std::vector<AmpChart> amp_charts();
/// The one of that id, or the only one whose id or name holds `wanted` (letter case ignored).
/// Throws SetupError{Usage} listing what there is.
[[nodiscard]] AmpChart amp_chart_named(const std::string& wanted);

/// The [[knob]] tables of a rig file that read back as `knobs`; controls are all MIDI.
[[nodiscard]] std::string knob_tables(const std::vector<Knob>& knobs);

/// Text of the files, made by embed_amps.cmake.
struct AmpChartFile {
  std::string_view id;
  std::string_view text;
};
[[nodiscard]] std::vector<AmpChartFile> amp_chart_files();

}  // namespace ampsweep::rig
