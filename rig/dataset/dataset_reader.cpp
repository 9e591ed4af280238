// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/dataset_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/ledger.hpp"
#include "rig/dataset/ledger_rows.hpp"
#include "rig/dataset/session_lock.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

Fault leaves(const std::string& relative, const char* why) {
  return {FaultCode::FormatMismatch,
          fmt::format("file name \"{}\" {}: not followed", printable(relative), why)};
}

Dataset opened(const fs::path& dir, bool live) {
  std::error_code error;
  if (!fs::is_directory(dir, error)) {
    throw SetupError(SetupKind::Data, fmt::format("{} is not a folder", dir.string()),
                     "the folder of a dataset");
  }
  if (fs::exists(fs::symlink_status(dir / kCreatingFile, error))) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} is a dataset whose making was cut off", dir.string()),
                     "`ampsweep capture` without --resume: it starts again");
  }
  Dataset dataset = read_ledger(dir / kLedgerFile, live);
  dataset.dir = dir;
  dataset.in_use = live;
  return dataset;
}

}  // namespace

bool is_dataset(const fs::path& dir) {
  std::error_code error;
  return fs::exists(fs::symlink_status(dir / kLedgerFile, error));
}

Dataset open_dataset(const fs::path& dir) { return opened(dir, SessionLock::held(dir)); }

Dataset open_locked_dataset(const fs::path& dir) { return opened(dir, false); }

Result<signals::Stimulus> read_stimulus(const Dataset& dataset) {
  const auto path = inside(dataset.dir, kInputFile);
  if (!path) return tl::unexpected(path.error());
  auto audio = read_wav(*path);
  if (!audio) return tl::unexpected(audio.error());
  if (audio->channels.size() != 1 || audio->rate() != dataset.rate) {
    return tl::unexpected(Fault{FaultCode::FormatMismatch,
                                fmt::format("{} is {}, not mono at {} Hz", path->string(),
                                            audio->info.description(), dataset.rate.value())});
  }
  if (audio->length() != dataset.length) {
    return tl::unexpected(Fault{FaultCode::LengthMismatch,
                                fmt::format("{} has {} frames, the ledger says {}", path->string(),
                                            audio->length().value(), dataset.length.value())});
  }
  if (sha256_of_file(*path).value_or("") != dataset.input_sha256) {
    return tl::unexpected(Fault{FaultCode::HashMismatch,
                                fmt::format("{} is not the file that was played", path->string())});
  }
  return signals::Stimulus{dataset.rate, std::move(audio->channels[0]), dataset.segments};
}

Result<fs::path> inside(const fs::path& dir, const std::string& relative) {
  if (!is_file_name(relative)) {
    return tl::unexpected(leaves(relative, "leaves the dataset folder or is no file name"));
  }
  std::error_code error;
  const fs::path root = fs::canonical(dir, error);
  if (error) return tl::unexpected(leaves(dir.string(), "cannot be resolved"));
  const fs::path target = fs::weakly_canonical(root / relative, error);
  const auto [end_of_root, rest] =
      std::mismatch(root.begin(), root.end(), target.begin(), target.end());
  if (error || end_of_root != root.end() || rest == target.end()) {
    return tl::unexpected(leaves(relative, "leaves the dataset folder through a link"));
  }
  return target;
}

}  // namespace ampsweep::rig
