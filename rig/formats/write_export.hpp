// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

#include "rig/dataset/file_ops.hpp"
#include "rig/formats/export_plan.hpp"

namespace ampsweep::rig::formats {

struct ExportProgress {
  int done{0};
  int total{0};
  std::string file;
};

struct WriteWishes {
  std::function<void(const ExportProgress&)> progress{};
  std::stop_token stop{};
  FileOps* ops{&posix_file_ops()};
};

struct WrittenExport {
  int written{0};
  int skipped{0};        ///< Finished by an earlier run, hash checked.
  int linked{0};         ///< Among `written`.
  int removed{0};        ///< Of an earlier run, and no longer of this export.
  bool complete{false};  ///< False: stopped on request; run again to go on.
};

/// Carries a plan out in `out`, which is created, or must be empty or hold an earlier run of the
/// same export. A file that takes a sound as it is becomes a copy of its bytes (with `link` a hard
/// link, and a copy where the file system refuses); all others are computed.
///
/// Promise: every file is published whole or not at all (PendingFile); the manifest names only
/// files
///          that are on the disk; a second run skips those whose bytes still have their hash. A
///          Ctrl-C or a crash loses at most the work of a second. What an earlier run wrote and
///          the plan no longer has (of a take withdrawn since) is removed at the end, if its bytes
///          are still those.
/// Refuses: SetupError{Usage}: a folder with other things in it, another export's folder, or the
///          dataset itself, files no longer planned that were changed since. SetupError{Data}: a
///          source that is not the file that was captured, a sound that would have to clip (rate
///          conversion, 16 bits), a full disk; a link on the way.
[[nodiscard]] WrittenExport write_export(const ExportJob& job, const ExportPlan& plan,
                                         const std::filesystem::path& out,
                                         const WriteWishes& wishes);

}  // namespace ampsweep::rig::formats
