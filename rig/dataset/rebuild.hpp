// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "rig/dataset/dataset.hpp"
#include "rig/dataset/file_ops.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// Writes metadata.csv, dataset.json and README.md from the ledger; each replaced whole.
/// Throws what open_dataset throws; returns the dataset they were made from.
[[nodiscard]] Result<Dataset> rebuild(const std::filesystem::path& dir,
                                      FileOps& ops = posix_file_ops());

/// The same from a dataset in hand.
[[nodiscard]] Result<void> write_derived_files(const Dataset& dataset,
                                               FileOps& ops = posix_file_ops());

/// False when one of them is missing or is not what the ledger gives.
[[nodiscard]] bool derived_files_current(const Dataset& dataset);

}  // namespace ampsweep::rig
