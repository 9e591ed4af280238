// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "rig/dataset/json.hpp"
#include "rig/formats/export_job.hpp"

namespace ampsweep::rig::formats {

/// One sound of the dataset: a take of one output of the job, or the stimulus.
struct SoundId {
  int take{-1};           ///< -1: the stimulus.
  std::size_t output{0};  ///< Index into ExportJob::outputs.
  auto operator<=>(const SoundId&) const = default;
};
inline constexpr SoundId kStimulus{};

/// A piece of one sound, with the constant channels that go beside it.
struct Cut {
  SoundId sound{};
  Stretch stretch;                 ///< Samples of the dataset.
  std::vector<double> channels{};  ///< Constant channels after the sound: knob values.
};

/// A WAV to be written: its cuts one after the other.
struct AudioFile {
  std::string path;  ///< Relative, '/' between parts.
  std::vector<Cut> cuts;
};

struct TextFile {
  std::string path;
  std::string text;
};

/// Everything an export consists of; made without touching the disk.
struct ExportPlan {
  std::vector<AudioFile> audio;
  std::vector<TextFile> texts;
  std::vector<std::string>
      notes;                      ///< Sentences for the user: what was rounded, stood in, left out.
  Json carried = Json::object();  ///< For the sidecar: how names of the format map to ours.
  std::map<int, std::vector<std::string>> files_of;  ///< By take: where its sound went.
};

/// What goes in and what a model shall give: swapped by --reverse.
[[nodiscard]] SoundId input_sound(const ExportJob& job, int take);
[[nodiscard]] SoundId target_sound(const ExportJob& job, int take);
/// What came of the amp, whichever of the two it is.
[[nodiscard]] SoundId amp_sound(const ChosenTake& take, std::size_t output = 0);

[[nodiscard]] Stretch whole(const ExportJob& job);

/// Adds a file of one cut, unless the path is there already.
void add_sound(ExportPlan& plan, const std::string& path, SoundId sound, const Stretch& stretch,
               const std::vector<double>& channels = {});

/// "00007"
[[nodiscard]] std::string take_number(int take);

/// 0..1 of every knob, in the rig's order, each clamped to 0..1 (a knob may stand a hair outside).
[[nodiscard]] std::vector<double> knob_vector(const ExportJob& job, const ChosenTake& take);

/// The knobs in the order of knob_vector(), for sidecars.
[[nodiscard]] Json knob_order(const ExportJob& job);

// One per format; each file says what its loader demands.
[[nodiscard]] ExportPlan plan_nam(const ExportJob& job);
[[nodiscard]] ExportPlan plan_nam_parametric(const ExportJob& job);
[[nodiscard]] ExportPlan plan_panama(const ExportJob& job);
[[nodiscard]] ExportPlan plan_guitarml(const ExportJob& job);
[[nodiscard]] ExportPlan plan_guitarml_folders(const ExportJob& job);
[[nodiscard]] ExportPlan plan_aida(const ExportJob& job);
[[nodiscard]] ExportPlan plan_proteus(const ExportJob& job);
[[nodiscard]] ExportPlan plan_signaltrain(const ExportJob& job);
[[nodiscard]] ExportPlan plan_tonetwist(const ExportJob& job);
[[nodiscard]] ExportPlan plan_huggingface(const ExportJob& job);
[[nodiscard]] ExportPlan plan_csv(const ExportJob& job);

/// That of `job.options.format`.
[[nodiscard]] ExportPlan plan_export(const ExportJob& job);

}  // namespace ampsweep::rig::formats
