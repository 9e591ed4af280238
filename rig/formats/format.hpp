// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ampsweep::rig::formats {

/// What other people's trainers read.
enum class Format {
  Nam,
  NamParametric,
  Panama,
  GuitarMl,
  GuitarMlFolders,
  Aida,
  Proteus,
  SignalTrain,
  ToneTwist,
  HuggingFace,
  Csv
};

/// How samples are written. PCM is rounded to nearest, never dithered: exact zeros stay zeros.
enum class Encoding { Pcm16, Pcm24, Float32 };

/// What one format wants and cannot hold. Source of every line: the loaders' code as read in
/// docs/export.md.
struct FormatFacts {
  Format format{};
  const char* name{""};             ///< As on the command line: "nam".
  const char* title{""};            ///< For people.
  std::vector<int> rates_hz;        ///< What the loader takes, the default first; empty: any.
  std::vector<Encoding> encodings;  ///< What the loader takes, the default first.
  /// True where every take is split in time, so that one setting is in all splits: its training
  /// stretch trains, its validation pass validates. False where splits are of settings.
  bool cut_in_time{true};
  std::vector<const char*> loses;     ///< One sentence each; what goes into the sidecar instead.
  std::vector<const char*> commands;  ///< How to train with it, run inside the export.
  bool several_outputs{false};        ///< One export holds all outputs of a take beside each other.
  /// The loader takes every sound it finds in its folders; else only those that a file names.
  bool looks_for_files{false};
};

/// All formats, in the order they are told about.
[[nodiscard]] const std::vector<FormatFacts>& all_formats();
[[nodiscard]] const FormatFacts& facts_of(Format format);
[[nodiscard]] std::optional<Format> format_named(const std::string& name);
/// For option checks and messages.
[[nodiscard]] std::vector<std::string> format_names();

[[nodiscard]] const char* to_string(Encoding encoding);

}  // namespace ampsweep::rig::formats
