// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/aligned_copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

#include "rig/dataset/copy_durably.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/sound_reader.hpp"
#include "rig/verify/folder_files.hpp"
#include "rig/verify/moved_sound.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAlignmentFile = "alignment.json";
constexpr std::uintmax_t kLargestTable = 64U << 20U;

bool holds(const fs::path& outer, const fs::path& inner) {
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

fs::path whole_path(const fs::path& path) {
  std::error_code error;
  fs::path whole = fs::weakly_canonical(path, error);
  if (!whole.has_filename()) whole = whole.parent_path();  // "out/"
  return whole;
}

void must_be_free(const fs::path& dir, const fs::path& out) {
  const fs::path from = whole_path(dir);
  const fs::path to = whole_path(out);
  if (holds(from, to) || holds(to, from)) {
    throw SetupError(
        SetupKind::Usage,
        fmt::format("{} and the copy {} lie in each other", dir.string(), out.string()),
        "--fix with a folder beside it");
  }
  std::error_code error;
  const bool used = fs::exists(out, error) && !fs::is_empty(out, error);
  if (used && !fs::is_regular_file(out / kAlignmentFile, error)) {
    throw SetupError(SetupKind::Usage, fmt::format("{} holds something else", out.string()),
                     "--fix with a new folder");
  }
}

template <class T>
T written(Result<T> result) {
  if (result) return std::move(*result);
  throw SetupError(SetupKind::Data, result.error().detail,
                   "a place with room that you may write to");
}

class CopyRun {
 public:
  CopyRun(const PairSetReport& report, const fs::path& out, const CopyWishes& wishes)
      : report_(report), out_(out), wishes_(wishes) {
    copy_.dir = out;
  }

  AlignedCopy run() {
    must_be_free(report_.dir, out_);
    for (const PairTake& take : report_.takes) {
      inputs_.insert(take.pair.input);
      targets_.insert(take.pair.target);
    }
    const auto fixes = alignment_fixes(report_, wishes_.headroom_samples);
    total_ = static_cast<int>(report_.takes.size());
    for (std::size_t i = 0; i < report_.takes.size() && !stopped(); ++i) {
      move(report_.takes[i], fixes[i]);
    }
    for (const std::string& input : inputs_) take_over(input);
    if (wishes_.whole_folder) take_others();
    copy_.stopped = stopped();
    if (!copy_.stopped) {
      (void)written(replace_text(place(kAlignmentFile), aligned_copy_json(copy_)));
    }
    return std::move(copy_);
  }

 private:
  [[nodiscard]] bool stopped() const { return wishes_.run.stop.stop_requested(); }

  fs::path place(const std::string& name) const {
    const fs::path path = out_ / fs::path(name);
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (!error) return path;
    throw SetupError(
        SetupKind::Data,
        fmt::format("cannot make {}: {}", path.parent_path().string(), error.message()),
        "a place that you may write to");
  }

  void move(const PairTake& take, const std::optional<AlignmentFix>& fix) {
    MovedTarget target;
    target.file = take.pair.target;
    target.input = take.pair.input;
    if (!fix) {
      target.left_out = "how it answers its input could not be measured";
    } else if (inputs_.count(target.file) > 0) {
      target.left_out = "it is the input of another pair";
    } else if (!moved_.insert(target.file).second) {
      target.left_out = "it answers two inputs; the first one has it";
    } else {
      target.fix = *fix;
      write(take, target);
    }
    copy_.targets.push_back(std::move(target));
    if (!wishes_.run.progress) return;
    wishes_.run.progress({static_cast<int>(copy_.targets.size()), total_, take.pair.target});
  }

  void write(const PairTake& take, MovedTarget& target) {
    const auto source = inside(report_.dir, target.file);
    auto sound = source ? SoundReader::open(*source) : tl::unexpected(source.error());
    if (!sound) {
      target.left_out = sound.error().detail;
      return;
    }
    WavInfo info = sound->info();
    const SampleCount frames = info.frames;
    // Where the loader skips or cuts, it goes on doing so: the file keeps its length.
    if (take.pair.target_start == 0 && !take.pair.lengths_may_differ) {
      info.frames = take.report.x.frames;
    }
    const double last =
        static_cast<double>(info.frames.value()) * (1.0 + target.fix.drift_ppm * 1e-6) +
        static_cast<double>(target.fix.steps.back().delay_samples);
    target.padded_samples =
        std::max<std::int64_t>(0, static_cast<std::int64_t>(last) - frames.value());
    MovedSound moved(*sound, target.fix);
    const auto file = write_sound_like(
        info, place(target.file),
        [&](int channel, std::int64_t first, std::span<double> into) {
          moved.read(channel, first, into);
        },
        posix_file_ops(), FileOps::IfExists::Replace);
    if (!file && file.error().code == FaultCode::Clipped) {
      target.left_out = file.error().detail;
    } else {
      (void)written(file);
    }
  }

  void take_over(const std::string& name) {
    if (stopped()) return;
    const auto source = inside(report_.dir, name);
    std::error_code error;
    if (!source || !fs::is_regular_file(*source, error)) {
      copy_.notes.push_back(name + " cannot be read: it is not in the copy");
      return;
    }
    (void)written(copy_durably(*source, place(name)));
    ++copy_.taken_over;
  }

  /// Tables, configurations, notes: what names the sounds goes where they go.
  void take_others() {
    std::size_t large = 0;
    for (const FolderFile& file : folder_files(report_.dir)) {
      const std::string base = fs::path(file.name).filename().string();
      const bool other = inputs_.count(file.name) == 0 && targets_.count(file.name) == 0 &&
                         wishes_.but_not.count(base) == 0 && base != kAlignmentFile;
      if (!other) continue;
      if (file.bytes > kLargestTable) {
        ++large;
      } else {
        take_over(file.name);
      }
    }
    if (large > 0) {
      copy_.notes.push_back(
          fmt::format("{} files that no pair names are larger than 64 MiB: not copied", large));
    }
  }

  const PairSetReport& report_;
  fs::path out_;
  const CopyWishes& wishes_;
  AlignedCopy copy_;
  std::set<std::string> inputs_;
  std::set<std::string> targets_;
  std::set<std::string> moved_;  ///< Targets that are done.
  int total_{0};
};

}  // namespace

bool AlignedCopy::whole() const {
  return !stopped && std::all_of(targets.begin(), targets.end(),
                                 [](const MovedTarget& one) { return one.left_out.empty(); });
}

AlignedCopy write_aligned_copy(const PairSetReport& report, const fs::path& out,
                               const CopyWishes& wishes) {
  return CopyRun(report, out, wishes).run();
}

}  // namespace ampsweep::rig
