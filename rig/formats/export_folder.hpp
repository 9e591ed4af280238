// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/file_ops.hpp"
#include "rig/formats/export_plan.hpp"
#include "rig/formats/manifest.hpp"

namespace ampsweep::rig::formats {

/// The folder that an export is written to, and its manifest: what of it is finished.
///
/// Promise: the manifest on the disk names only files that are there, and is a second old at most.
/// Throws:  SetupError{Data}: the disk.
/// Thread:  control.
class ExportFolder {
 public:
  /// Made, or one that is empty or holds an earlier run of the same export. SetupError{Usage}: it
  /// holds anything else. `ops` outlives it.
  ExportFolder(const ExportJob& job, std::filesystem::path dir, FileOps& ops);

  /// What an earlier run wrote and this one would not: of a take that was withdrawn since. Loaders
  /// that look for files would go on training on it. SetupError{Usage}: some were changed since,
  /// and are no longer ours to remove.
  [[nodiscard]] std::vector<std::string> no_longer_planned(const ExportPlan& plan) const;
  /// One of those, with the folders that it leaves empty. False: it was gone already.
  bool take_away(const std::string& path);

  /// Where a file goes; its folder is made, part by part. SetupError: a link on the way, a name
  /// that is none.
  [[nodiscard]] std::filesystem::path place(const std::string& path) const;
  /// Whether it was made by this recipe, and has its bytes still.
  [[nodiscard]] bool has(const std::string& path, const std::string& recipe) const;
  void note(const std::string& path, const std::string& recipe, const WrittenFile& file);
  /// Writes the manifest now.
  void save();
  void complete();

 private:
  void open(const ExportJob& job);

  std::filesystem::path dir_;
  FileOps& ops_;
  Manifest manifest_;
  std::chrono::steady_clock::time_point saved_{};
};

}  // namespace ampsweep::rig::formats
