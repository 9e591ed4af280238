// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "rig/dataset/durable_file.hpp"

namespace ampsweep::rig {

/// A file byte for byte, published whole over what stands at `to`; its folder is there.
/// Faults: FileTruncated when `from` cannot be read to its end; those of PendingFile.
[[nodiscard]] Result<WrittenFile> copy_durably(const std::filesystem::path& from,
                                               const std::filesystem::path& to,
                                               FileOps& ops = posix_file_ops());

}  // namespace ampsweep::rig
