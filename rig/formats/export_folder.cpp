// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/export_folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/formats/files_under.hpp"
#include "rig/formats/must.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig::formats {
namespace {

namespace fs = std::filesystem;

std::string wishes_hash(const ExportOptions& options) {
  std::string text =
      fmt::format("{} {} {} {} {}", facts_of(options.format).name, options.unflagged_only,
                  options.reverse, options.name, options.knob);
  text += fmt::format(" {} {}", options.rate_hz.value_or(0),
                      options.encoding ? to_string(*options.encoding) : "");
  if (!options.output.empty()) text += fmt::format(" output {}", options.output);
  if (!options.original.empty()) text += " original";
  for (const Split split : options.splits) text += fmt::format(" {}", to_string(split));
  for (const KnobRange& range : options.where) {
    text += fmt::format(" {}={}..{}", range.knob, range.lowest, range.highest);
  }
  return sha256_hex(text);
}

/// What runs that were killed left behind; another run's, at work, stays.
void remove_abandoned_parts(const fs::path& dir) {
  std::error_code error;
  for (const std::string& part : files_under(dir, is_abandoned_part)) fs::remove(dir / part, error);
}

}  // namespace

ExportFolder::ExportFolder(const ExportJob& job, fs::path dir, FileOps& ops)
    : dir_(std::move(dir)), ops_(ops) {
  open(job);
}

void ExportFolder::open(const ExportJob& job) {
  std::error_code error;
  fs::create_directories(dir_, error);
  if (!fs::is_directory(dir_, error)) {
    throw SetupError(SetupKind::Data, fmt::format("{} is no folder", dir_.string()),
                     "another --out");
  }
  if (is_dataset(dir_)) {
    throw SetupError(SetupKind::Usage, fmt::format("{} is a dataset", dir_.string()),
                     "an empty or new folder for --out");
  }
  const Manifest fresh{
      facts_of(job.options.format).name, job.dataset.uuid, wishes_hash(job.options), false, {}};
  if (auto earlier = read_manifest(dir_)) {
    if (earlier->format != fresh.format || earlier->dataset_uuid != fresh.dataset_uuid ||
        earlier->wishes != fresh.wishes) {
      throw SetupError(SetupKind::Usage,
                       fmt::format("{} holds another export (of {}, or with other options)",
                                   dir_.string(), earlier->format),
                       "an empty or new folder for --out");
    }
    remove_abandoned_parts(dir_);
    manifest_ = std::move(*earlier);
    manifest_.complete = false;
  } else if (!fs::is_empty(dir_, error)) {
    throw SetupError(SetupKind::Usage,
                     fmt::format("{} holds files that are no export", dir_.string()),
                     "an empty or new folder for --out");
  } else {
    manifest_ = fresh;
  }
  save();
}

std::vector<std::string> ExportFolder::no_longer_planned(const ExportPlan& plan) const {
  std::set<std::string> planned;
  for (const AudioFile& file : plan.audio) planned.insert(file.path);
  for (const TextFile& file : plan.texts) planned.insert(file.path);
  std::vector<std::string> found;
  std::vector<std::string> changed;
  for (const auto& [path, file] : manifest_.files) {
    if (planned.contains(path)) continue;
    found.push_back(path);
    std::error_code error;
    const auto at = inside(dir_, path);
    if (!at || (fs::exists(*at, error) && sha256_of_file(*at) != file.sha256)) {
      changed.push_back(path);
    }
  }
  if (changed.empty()) return found;
  const std::size_t shown = std::min<std::size_t>(changed.size(), 5);
  throw SetupError(
      SetupKind::Usage,
      fmt::format("{} holds {} files of takes that are no longer exported, and they were changed "
                  "since: {}",
                  dir_.string(), changed.size(),
                  fmt::join(changed.begin(), changed.begin() + static_cast<long>(shown), ", ")),
      "move them away, or a new folder for --out");
}

bool ExportFolder::take_away(const std::string& path) {
  std::error_code error;
  bool gone = false;
  if (const auto at = inside(dir_, path)) {
    gone = fs::remove(*at, error);
    if (fs::exists(fs::symlink_status(*at, error))) {
      throw SetupError(SetupKind::Data, fmt::format("{} cannot be removed", at->string()),
                       "a folder that may be written to");
    }
  }
  manifest_.files.erase(path);
  for (fs::path up = fs::path(path).parent_path(); !up.empty(); up = up.parent_path()) {
    const auto folder = inside(dir_, up.generic_string());
    if (!folder || !fs::is_empty(*folder, error) || !fs::remove(*folder, error)) break;
  }
  return gone;
}

fs::path ExportFolder::place(const std::string& path) const {
  if (!is_file_name(path)) {
    throw SetupError(SetupKind::Usage, fmt::format("\"{}\" cannot be a file name", path),
                     "another --name");
  }
  fs::path at = dir_;
  const fs::path parent = fs::path(path).parent_path();
  for (const fs::path& part : parent) {
    at /= part;
    std::error_code error;
    const auto status = fs::symlink_status(at, error);
    if (!fs::exists(status)) fs::create_directory(at, error);
    if (fs::is_symlink(status) || !fs::is_directory(at, error)) {
      throw SetupError(SetupKind::Data, fmt::format("{} is no folder", at.string()),
                       "an empty or new folder for --out");
    }
  }
  return dir_ / path;
}

bool ExportFolder::has(const std::string& path, const std::string& recipe) const {
  const auto found = manifest_.files.find(path);
  return found != manifest_.files.end() && found->second.recipe == recipe &&
         sha256_of_file(dir_ / path) == found->second.sha256;
}

void ExportFolder::note(const std::string& path, const std::string& recipe,
                        const WrittenFile& file) {
  manifest_.files[path] = {recipe, file.sha256, file.bytes};
  if (std::chrono::steady_clock::now() - saved_ >= std::chrono::seconds(1)) save();
}

void ExportFolder::save() {
  saved_ = std::chrono::steady_clock::now();
  (void)must(replace_text(dir_ / kManifestFile, manifest_text(manifest_), ops_));
}

void ExportFolder::complete() {
  manifest_.complete = true;
  save();
}

}  // namespace ampsweep::rig::formats
