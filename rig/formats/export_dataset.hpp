// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rig/formats/write_export.hpp"

namespace ampsweep::rig::formats {

struct ExportResult {
  WrittenExport written;
  std::size_t takes{0};
  SampleRate rate{0};
  Encoding encoding{};
  std::vector<std::string> notes;    ///< What was rounded, stood in or left out of this dataset.
  std::vector<std::string> outputs;  ///< Which ones were exported.
  /// Each output has a folder of its own in `out`, called as it is, and each is a whole export.
  bool folders{false};
};

/// Reads the dataset, chooses, plans and writes; adds sidecar and README.md. All outputs where the
/// loader reads one target only: one export each, in folders of their names.
/// Refuses: what open_dataset(), make_job(), the format and write_export() refuse; for folders of
///          outputs, an `out` that holds anything else.
[[nodiscard]] ExportResult export_dataset(const std::filesystem::path& dataset,
                                          const ExportOptions& options,
                                          const std::filesystem::path& out,
                                          const WriteWishes& wishes = {});

}  // namespace ampsweep::rig::formats
