// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace ampsweep::rig {

/// Names inside a dataset folder, all relative to it (docs/dataset-format.md).
inline constexpr const char* kInputFile = "input.wav";
inline constexpr const char* kTakesFolder = "takes";
inline constexpr const char* kRawFolder = "raw";
inline constexpr const char* kLostFolder = "lost";
inline constexpr const char* kMetadataFile = "metadata.csv";
inline constexpr const char* kDatasetFile = "dataset.json";
inline constexpr const char* kCardFile = "README.md";
inline constexpr const char* kCreatingFile = ".creating";  ///< There while create() works.

[[nodiscard]] std::string take_file(int take);  ///< takes/00007.wav
[[nodiscard]] std::string further_file(const std::string& output,
                                       int take);                   ///< takes-mic/00007.wav
[[nodiscard]] std::string raw_file(int take);                       ///< raw/00007.wav
[[nodiscard]] std::string refused_raw_file(int take, int attempt);  ///< raw/00007-a2.wav

/// `[A-Za-z0-9][A-Za-z0-9_-]{0,39}`: what may become part of a folder name.
[[nodiscard]] bool is_output_name(const std::string& name);

/// What a row may name: relative, without `.`, `..`, empty parts, backslashes or control
/// characters.
[[nodiscard]] bool is_file_name(const std::string& name);

/// Random, version 4.
[[nodiscard]] std::string new_uuid();

}  // namespace ampsweep::rig
