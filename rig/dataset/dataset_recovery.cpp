// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/dataset/utc_time.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

void require(const Result<void>& done) {
  if (done) return;
  throw SetupError(SetupKind::Data, done.error().detail, "space and rights on that folder");
}

void remove_parts(const fs::path& dir) {
  for (const fs::path& folder : sound_folders(dir)) {
    std::vector<fs::path> parts;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (is_part(entry.path())) parts.push_back(entry.path());
    }
    for (const fs::path& part : parts) fs::remove(part);
  }
}

/// Moves inside the dataset folder and makes it durable. Never over something.
void move(DatasetWriter::State& state, const std::string& from, const std::string& to) {
  if (is_there(state.dir / to)) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} and {} both exist in {}", from, to, state.dir.string()),
                     "move one of them out of the folder");
  }
  fs::create_directories((state.dir / to).parent_path());
  fs::rename(state.dir / from, state.dir / to);
  require(sync_folder((state.dir / to).parent_path(), state.ops));
  require(sync_folder((state.dir / from).parent_path(), state.ops));
}

/// Keeps what an attempt recorded and drops what had been cut from it: raw holds the same sound.
void keep_raw(DatasetWriter::State& state, int take, const std::string& kept) {
  if (!is_there(state.dir / raw_file(take))) return;
  move(state, raw_file(take), kept);
  for (const fs::path& folder : sound_folders(state.dir)) {
    if (folder.filename().string().starts_with(kTakesFolder)) {
      fs::remove(folder / fs::path(take_file(take)).filename());
    }
  }
}

/// Writes the outcome that never came.
void interrupt(DatasetWriter::State& state, const TakeRecord& take, AttemptRecord& record) {
  const std::string kept = refused_raw_file(record.attempt.take, record.attempt.number);
  // Files of an accepted take belong to another attempt at it.
  if (take.accepted() == nullptr) keep_raw(state, record.attempt.take, kept);
  Outcome outcome;
  outcome.verdict.faults.push_back(
      {FaultCode::Stopped, "the session ended before this attempt's outcome was written"});
  outcome.finished = utc_now();
  if (const auto hash = sha256_of_file(state.dir / kept)) {
    outcome.raw_file = kept;
    outcome.raw_sha256 = *hash;
  }
  require(state.ledger.add(record.attempt, outcome, {}));
  record.outcome = std::move(outcome);
}

/// Files under the name of an accepted take that no outcome accounts for: its row was lost. They
/// may be good sound, so they are set aside, never deleted.
void set_aside(DatasetWriter::State& state, int take) {
  for (const fs::path& folder : sound_folders(state.dir)) {
    if (folder == state.dir) continue;
    const std::string from =
        folder.filename().string() + '/' + fs::path(take_file(take)).filename().string();
    if (!is_there(state.dir / from)) continue;
    std::string to = fmt::format("{}/{}", kLostFolder, from);
    for (int copy = 2; is_there(state.dir / to); ++copy) {
      to = fmt::format("{}/{}.{}", kLostFolder, from, copy);
    }
    move(state, from, to);
  }
}

bool has_row(const std::vector<std::string>& keys, const Attempt& attempt) {
  return std::find(keys.begin(), keys.end(), attempt_key(attempt.take, attempt.number)) !=
         keys.end();
}

}  // namespace

bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

std::vector<fs::path> sound_folders(const fs::path& dir) {
  std::vector<fs::path> found{dir};
  for (const auto& entry : fs::directory_iterator(dir)) {
    const std::string name = entry.path().filename().string();
    const bool ours = name == kRawFolder || name == kTakesFolder ||
                      name.starts_with(std::string(kTakesFolder) + '-');
    if (ours && fs::is_directory(entry.symlink_status())) found.push_back(entry.path());
  }
  return found;
}

void recover(DatasetWriter::State& state) {
  try {
    remove_parts(state.dir);
    const auto outcomes = state.ledger.keys("outcomes");
    for (TakeRecord& take : state.data.takes) {
      require(end_withdrawal(state, take));
      for (AttemptRecord& record : take.attempts) {
        if (!record.outcome && !has_row(outcomes, record.attempt)) interrupt(state, take, record);
      }
      if (take.accepted() == nullptr) set_aside(state, take.planned.id);
    }
    if (!derived_files_current(state.data)) require(write_derived_files(state.data, state.ops));
  } catch (const fs::filesystem_error& error) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} cannot be put in order: {}", state.dir.string(), error.what()),
                     "space and rights on that folder");
  }
}

}  // namespace ampsweep::rig
