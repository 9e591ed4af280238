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
  std::vector<std::string> notes;  ///< What was rounded, stood in or left out of this dataset.
};

/// Reads the dataset, chooses, plans and writes; adds sidecar and README.md.
/// Refuses: what open_dataset(), make_job(), the format and write_export() refuse.
[[nodiscard]] ExportResult export_dataset(const std::filesystem::path& dataset,
                                          const ExportOptions& options,
                                          const std::filesystem::path& out,
                                          const WriteWishes& wishes = {});

}  // namespace ampsweep::rig::formats
