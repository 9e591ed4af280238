// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/write_export.hpp"

#include <fmt/format.h>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/resample.hpp"
#include "rig/dataset/wav_file.hpp"
#include "rig/formats/copy_file.hpp"
#include "rig/formats/export_folder.hpp"
#include "rig/formats/must.hpp"
#include "rig/formats/sound_shelf.hpp"
#include "rig/model/sha256.hpp"

namespace ampsweep::rig::formats {
namespace {

namespace fs = std::filesystem;

/// One run over the files of a plan.
class Run {
 public:
  Run(const ExportJob& job, const fs::path& out, const WriteWishes& wishes)
      : job_(job), wishes_(wishes), folder_(job, out, *wishes.ops), shelf_(job) {}

  WrittenExport carry_out(const ExportPlan& plan) {
    const std::vector<std::string> left_over = folder_.no_longer_planned(plan);
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
    for (const std::string& path : left_over) {
      if (folder_.take_away(path)) ++result_.removed;
    }
    folder_.complete();
    result_.complete = true;
    if (wishes_.progress) wishes_.progress({total, total, ""});
    return result_;
  }

 private:
  bool finished(const std::string& path, const std::string& recipe) {
    if (!folder_.has(path, recipe)) return false;
    ++result_.skipped;
    return true;
  }

  void note(const std::string& path, const std::string& recipe, const WrittenFile& file) {
    folder_.note(path, recipe, file);
    ++result_.written;
  }

  WrittenExport give_up() {
    folder_.save();
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
    const fs::path path = folder_.place(file.path);
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
    const fs::path path = folder_.place(file.path);
    const std::string recipe = sha256_hex(file.text);
    if (finished(file.path, recipe)) return;
    note(file.path, recipe, must(replace_text(path, file.text, *wishes_.ops)));
  }

  const ExportJob& job_;
  const WriteWishes& wishes_;
  ExportFolder folder_;
  SoundShelf shelf_;
  WrittenExport result_;
};

}  // namespace

WrittenExport write_export(const ExportJob& job, const ExportPlan& plan, const fs::path& out,
                           const WriteWishes& wishes) {
  return Run(job, out, wishes).carry_out(plan);
}

}  // namespace ampsweep::rig::formats
