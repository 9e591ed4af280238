// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "rig/dataset/json.hpp"

namespace ampsweep::rig::formats {

inline constexpr const char* kManifestFile = "ampsweep-manifest.json";
inline constexpr const char* kSidecarFile = "ampsweep.json";

/// One finished file of an export.
struct FinishedFile {
  std::string recipe;  ///< SHA-256 over what it is made of: sources, cuts, rate, encoding.
  std::string sha256;
  std::int64_t bytes{0};
};

/// What an export folder holds so far: what lets a second run skip finished files, and a checker
/// see that files are the ones that were written.
struct Manifest {
  std::string format;
  std::string dataset_uuid;
  std::string
      wishes;  ///< SHA-256 over the options: another export does not go into the same folder.
  bool complete{false};
  std::map<std::string, FinishedFile> files;  ///< By path relative to the folder.
};

[[nodiscard]] std::string manifest_text(const Manifest& manifest);

/// nullopt: there is none. Throws SetupError{Data} when it cannot be read as one.
[[nodiscard]] std::optional<Manifest> read_manifest(const std::filesystem::path& dir);

}  // namespace ampsweep::rig::formats
