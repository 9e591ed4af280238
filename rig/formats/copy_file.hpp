// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "rig/dataset/durable_file.hpp"

namespace ampsweep::rig::formats {

struct TakenFile {
  WrittenFile file;
  bool linked{false};
};

/// Brings a file over byte for byte: a hard link when wished and the file system allows it, else a
/// copy published whole. What stands at `to` is replaced.
/// Faults: HashMismatch when the bytes are not those of `sha256`; those of PendingFile.
[[nodiscard]] Result<TakenFile> take_over_file(const std::filesystem::path& from,
                                               const std::filesystem::path& to,
                                               const std::string& sha256, bool link, FileOps& ops);

}  // namespace ampsweep::rig::formats
