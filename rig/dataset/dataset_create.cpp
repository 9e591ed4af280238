// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/dataset_state.hpp"
#include "rig/dataset/disk_room.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/rebuild.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/dataset/utc_time.hpp"
#include "rig/dataset/wav_file.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFixedBytes = std::int64_t{16} << 20;
constexpr double kRetryShare = 1.25;

/// Everything create() makes; nothing else is ever removed again.
constexpr std::array kMade{kInputFile,   kMetadataFile, kDatasetFile, kCardFile,
                           kTakesFolder, kRawFolder,    kLockFile,    kCreatingFile};

[[noreturn]] void refuse(const std::string& what, const std::string& way_out) {
  throw SetupError(SetupKind::Data, what, way_out);
}

void remove_made(const fs::path& dir) {
  std::error_code ignored;  // What cannot be removed stays, and the next create() says so.
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    fs::remove(dir / (std::string(kLedgerFile) + suffix), ignored);
  }
  std::vector<fs::path> parts;
  for (const auto& entry : fs::directory_iterator(dir, ignored)) {
    const bool part = entry.path().extension() == ".part";
    if (part && entry.path().filename().string().front() == '.') parts.push_back(entry.path());
  }
  for (const fs::path& part : parts) fs::remove(part, ignored);
  for (const char* name : kMade) fs::remove(dir / name, ignored);  // Folders only when empty.
}

bool is_empty_but_for_lock(const fs::path& dir) {
  return std::all_of(
      fs::directory_iterator(dir), fs::directory_iterator(),
      [](const fs::directory_entry& entry) { return entry.path().filename() == kLockFile; });
}

void refuse_if_taken(const fs::path& dir) {
  if (is_empty_but_for_lock(dir)) return;
  if (is_dataset(dir)) {
    refuse(fmt::format("{} already holds a dataset", dir.string()),
           "--resume to go on with it, or another --out folder");
  }
  refuse(fmt::format("{} is not empty", dir.string()), "a new or empty folder for --out");
}

void check_space(const fs::path& dir, std::int64_t needed) {
  const auto known = free_bytes(dir);
  if (!known) refuse(known.error().detail, "another folder or disk");
  const std::int64_t free = *known;
  if (free >= needed) return;
  refuse(fmt::format("{} has {} MiB free, this plan may need {} MiB", dir.string(), free >> 20,
                     needed >> 20),
         "another disk, fewer settings or a shorter stimulus");
}

template <class T>
T require(Result<T> done) {
  if (!done) refuse(done.error().detail, "another folder or disk");
  if constexpr (!std::is_void_v<T>) return std::move(*done);
}

Dataset new_dataset(const fs::path& dir, const Plan& plan, const Rig& rig,
                    const signals::Stimulus& stimulus, const std::string& software) {
  Dataset data;
  data.dir = dir;
  data.uuid = new_uuid();
  data.created = utc_now();
  data.software = software;
  data.plan_hash = plan.hash;
  data.rig_hash = rig.hash;
  data.stimulus_hash = stimulus_hash(stimulus);
  data.plan = plan;
  data.rig = rig;
  data.rig.simulation = {};
  data.rate = stimulus.rate;
  data.length = stimulus.length();
  data.segments = stimulus.segments;
  for (const PlannedTake& take : plan.takes) data.takes.push_back({take, {}});
  return data;
}

/// All of the folder, `.creating` first and removed last, so that a crash leaves either nothing, a
/// folder that create() may clear, or a whole dataset.
void make(Dataset& data, const signals::Stimulus& stimulus, FileOps& ops) {
  require(replace_text(data.dir / kCreatingFile, "", ops));
  fs::create_directory(data.dir / kTakesFolder);
  fs::create_directory(data.dir / kRawFolder);
  signals::Stimulus rounded = stimulus;
  round_to_24_bit(rounded);
  const std::vector<double> samples(rounded.samples.begin(), rounded.samples.end());
  data.input_sha256 = require(write_pcm24(data.dir / kInputFile, samples, data.rate, ops)).sha256;
  Ledger::create(data.dir / kLedgerFile, data);
  require(write_derived_files(data, ops));
  fs::remove(data.dir / kCreatingFile);
  require(sync_folder(data.dir, ops));
}

}  // namespace

std::int64_t estimated_bytes(const Plan& plan, const Rig& rig, SampleCount stimulus) {
  const auto takes =
      static_cast<double>(take_bytes(rig, stimulus)) * static_cast<double>(plan.takes.size());
  return kFixedBytes + static_cast<std::int64_t>(kRetryShare * takes);
}

void DatasetWriter::abandon(DatasetWriter writer) noexcept {
  const auto& takes = writer.state_->data.takes;
  const bool attempted = std::any_of(takes.begin(), takes.end(),
                                     [](const TakeRecord& take) { return !take.attempts.empty(); });
  if (attempted) return;
  const fs::path dir = writer.state_->dir;
  const bool made = writer.state_->made_folder;
  writer.state_.reset();  // closes the ledger and gives the lock back
  remove_made(dir);
  std::error_code ignored;
  if (made) fs::remove(dir, ignored);  // only when it is empty
}

DatasetWriter DatasetWriter::create(const fs::path& dir, const Plan& plan, const Rig& rig,
                                    const signals::Stimulus& stimulus, const std::string& software,
                                    FileOps& ops) {
  bool made = false;
  try {
    made = fs::create_directories(dir);
    const fs::path root = fs::canonical(dir);
    if (fs::exists(fs::symlink_status(root / kCreatingFile)) && !SessionLock::held(root)) {
      remove_made(root);
    }
    refuse_if_taken(root);
    SessionLock lock(root);
    refuse_if_taken(root);  // Somebody may have been quicker; from here on nobody can be.
    try {
      check_space(root, estimated_bytes(plan, rig, stimulus.length()));
      Dataset data = new_dataset(root, plan, rig, stimulus, software);
      make(data, stimulus, ops);
      Ledger ledger(root / kLedgerFile, data.uuid);
      return DatasetWriter(std::unique_ptr<State>(
          new State{root, ops, std::move(lock), std::move(data), std::move(ledger), made}));
    } catch (...) {
      remove_made(root);
      throw;
    }
  } catch (const SetupError&) {
    std::error_code ignored;
    if (made) fs::remove(dir, ignored);
    throw;
  } catch (const DatabaseError& error) {
    std::error_code ignored;
    if (made) fs::remove(dir, ignored);
    refuse(fmt::format("no ledger can be made in {}: {}", dir.string(), error.what()),
           "another folder or disk");
  } catch (const fs::filesystem_error& error) {
    refuse(fmt::format("{} cannot be used: {}", dir.string(), error.code().message()),
           "a folder you can write to");
  }
}

}  // namespace ampsweep::rig
