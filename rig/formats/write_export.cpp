// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/write_export.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <system_error>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/resample.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/formats/copy_file.hpp"
#include "rig/formats/manifest.hpp"
#include "rig/formats/sound_shelf.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig::formats {
namespace {

namespace fs = std::filesystem;

template <class T>
T must(Result<T> result) {
  if (!result) {
    throw SetupError(SetupKind::Data, result.error().detail,
                     result.error().code == FaultCode::Clipped
                         ? "another --rate or --bits float32, or leave that take out"
                         : "ampsweep verify DIR; free the disk");
  }
  return std::move(*result);
}

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

/// One run over the files of a plan.
class Run {
 public:
  Run(const ExportJob& job, const fs::path& out, const WriteWishes& wishes)
      : job_(job), out_(out), wishes_(wishes), shelf_(job) {
    open_folder();
  }

  WrittenExport carry_out(const ExportPlan& plan) {
    const std::vector<std::string> left_over = no_longer_planned(plan);
    const int total = static_cast<int>(plan.audio.size() + plan.texts.size());
    int done = 0;
    const auto step = [&](const std::string& path) {
      if (wishes_.progress) wishes_.progress({done++, total, path});
      return !wishes_.stop.stop_requested();
    };
    for (const AudioFile& file : plan.audio) {
      if (!step(file.path)) return give_up();
      audio(file);
    }
    for (const TextFile& file : plan.texts) {
      if (!step(file.path)) return give_up();
      text(file);
    }
    for (const std::string& path : left_over) take_away(path);
    manifest_.complete = true;
    save(true);
    result_.complete = true;
    if (wishes_.progress) wishes_.progress({total, total, ""});
    return result_;
  }

 private:
  void open_folder() {
    std::error_code error;
    fs::create_directories(out_, error);
    if (!fs::is_directory(out_, error)) {
      throw SetupError(SetupKind::Data, fmt::format("{} is no folder", out_.string()),
                       "another --out");
    }
    if (is_dataset(out_)) {
      throw SetupError(SetupKind::Usage, fmt::format("{} is a dataset", out_.string()),
                       "an empty or new folder for --out");
    }
    const Manifest fresh{facts_of(job_.options.format).name,
                         job_.dataset.uuid,
                         wishes_hash(job_.options),
                         false,
                         {}};
    if (auto earlier = read_manifest(out_)) {
      if (earlier->format != fresh.format || earlier->dataset_uuid != fresh.dataset_uuid ||
          earlier->wishes != fresh.wishes) {
        throw SetupError(SetupKind::Usage,
                         fmt::format("{} holds another export (of {}, or with other options)",
                                     out_.string(), earlier->format),
                         "an empty or new folder for --out");
      }
      manifest_ = std::move(*earlier);
      manifest_.complete = false;
    } else if (!fs::is_empty(out_, error)) {
      throw SetupError(SetupKind::Usage,
                       fmt::format("{} holds files that are no export", out_.string()),
                       "an empty or new folder for --out");
    } else {
      manifest_ = fresh;
    }
    save(true);
  }

  /// What an earlier run wrote and this one would not: of a take that was withdrawn since. Loaders
  /// that look for files would go on training on it. Only what is still ours may go.
  std::vector<std::string> no_longer_planned(const ExportPlan& plan) {
    std::set<std::string> planned;
    for (const AudioFile& file : plan.audio) planned.insert(file.path);
    for (const TextFile& file : plan.texts) planned.insert(file.path);
    std::vector<std::string> found;
    std::vector<std::string> changed;
    for (const auto& [path, file] : manifest_.files) {
      if (planned.contains(path)) continue;
      found.push_back(path);
      std::error_code error;
      const auto at = inside(out_, path);
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
                    out_.string(), changed.size(),
                    fmt::join(changed.begin(), changed.begin() + static_cast<long>(shown), ", ")),
        "move them away, or a new folder for --out");
  }

  /// With the folders that it leaves empty.
  void take_away(const std::string& path) {
    std::error_code error;
    if (const auto at = inside(out_, path)) {
      if (fs::remove(*at, error)) ++result_.removed;
      if (fs::exists(fs::symlink_status(*at, error))) {
        throw SetupError(SetupKind::Data, fmt::format("{} cannot be removed", at->string()),
                         "a folder that may be written to");
      }
    }
    manifest_.files.erase(path);
    for (fs::path up = fs::path(path).parent_path(); !up.empty(); up = up.parent_path()) {
      const auto folder = inside(out_, up.generic_string());
      if (!folder || !fs::is_empty(*folder, error) || !fs::remove(*folder, error)) break;
    }
  }

  /// The folder for a file is made, part by part; a link on the way is refused.
  fs::path place(const std::string& path) {
    if (!is_file_name(path)) {
      throw SetupError(SetupKind::Usage, fmt::format("\"{}\" cannot be a file name", path),
                       "another --name");
    }
    fs::path at = out_;
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
    return out_ / path;
  }

  bool finished(const std::string& path, const std::string& recipe) {
    const auto found = manifest_.files.find(path);
    if (found == manifest_.files.end()) return false;
    const bool same =
        found->second.recipe == recipe && sha256_of_file(out_ / path) == found->second.sha256;
    if (same) ++result_.skipped;
    return same;
  }

  void note(const std::string& path, const std::string& recipe, const WrittenFile& file) {
    manifest_.files[path] = {recipe, file.sha256, file.bytes};
    ++result_.written;
    save(false);
  }

  void save(bool now) {
    const auto at = std::chrono::steady_clock::now();
    if (!now && at - saved_ < std::chrono::seconds(1)) return;
    saved_ = at;
    (void)must(replace_text(out_ / kManifestFile, manifest_text(manifest_), *wishes_.ops));
  }

  WrittenExport give_up() {
    save(true);
    return result_;
  }

  [[nodiscard]] std::int64_t shift_of(const Cut& cut) const {
    return cut.sound == kStimulus ? job_.target_shift() : 0;
  }

  /// The file of the dataset, byte for byte.
  [[nodiscard]] bool as_it_is(const AudioFile& file) const {
    const Cut& cut = file.cuts.front();
    return file.cuts.size() == 1 && cut.channels.empty() && job_.rate == job_.dataset.rate &&
           job_.encoding == Encoding::Pcm24 && shift_of(cut) == 0 &&
           cut.stretch.from.value() == 0 && cut.stretch.length == job_.dataset.length;
  }

  std::string recipe_of(const AudioFile& file) {
    Sha256 hash;
    hash.add(fmt::format("{} {} {}", job_.rate.value(), to_string(job_.encoding),
                         job_.rate == job_.dataset.rate ? "" : resampler_name()));
    for (const Cut& cut : file.cuts) {
      hash.add(fmt::format("\n{} {} {}", shelf_.sha256_of(cut.sound), cut.stretch.from.value(),
                           cut.stretch.length.value()));
      if (shift_of(cut) != 0) hash.add(fmt::format(" later {}", shift_of(cut)));
      for (const double value : cut.channels) hash.add(fmt::format(" {}", value));
    }
    return hash.hex();
  }

  void audio(const AudioFile& file) {
    const std::string recipe = recipe_of(file);
    const fs::path path = place(file.path);
    if (finished(file.path, recipe)) return;
    if (as_it_is(file)) {
      const SoundId sound = file.cuts.front().sound;
      const fs::path source = must(inside(job_.dataset.dir, shelf_.file_of(sound)));
      const auto taken = must(
          take_over_file(source, path, shelf_.sha256_of(sound), job_.options.link, *wishes_.ops));
      if (taken.linked) ++result_.linked;
      note(file.path, recipe, taken.file);
      return;
    }
    note(file.path, recipe, must(computed(file, path)));
  }

  Result<WrittenFile> computed(const AudioFile& file, const fs::path& path) {
    Recording recording{job_.rate, {}};
    recording.channels.resize(1 + file.cuts.front().channels.size());
    for (const Cut& cut : file.cuts) {
      auto samples = shelf_.cut(cut.sound, cut.stretch);
      if (!samples) return tl::unexpected(samples.error());
      auto& sound = recording.channels.front();
      sound.insert(sound.end(), samples->begin(), samples->end());
      for (std::size_t k = 0; k < cut.channels.size(); ++k) {
        recording.channels.at(k + 1).resize(sound.size(), static_cast<float>(cut.channels[k]));
      }
    }
    if (job_.encoding == Encoding::Float32) {
      return write_float32(path, recording, *wishes_.ops, FileOps::IfExists::Replace);
    }
    const std::vector<double> precise(recording.channels[0].begin(), recording.channels[0].end());
    const auto write = job_.encoding == Encoding::Pcm16 ? write_pcm16 : write_pcm24;
    return write(path, precise, job_.rate, *wishes_.ops, FileOps::IfExists::Replace);
  }

  void text(const TextFile& file) {
    const fs::path path = place(file.path);
    const std::string recipe = sha256_hex(file.text);
    if (finished(file.path, recipe)) return;
    note(file.path, recipe, must(replace_text(path, file.text, *wishes_.ops)));
  }

  const ExportJob& job_;
  fs::path out_;
  const WriteWishes& wishes_;
  SoundShelf shelf_;
  Manifest manifest_;
  WrittenExport result_;
  std::chrono::steady_clock::time_point saved_{};
};

}  // namespace

WrittenExport write_export(const ExportJob& job, const ExportPlan& plan, const fs::path& out,
                           const WriteWishes& wishes) {
  return Run(job, out, wishes).carry_out(plan);
}

}  // namespace ampsweep::rig::formats
