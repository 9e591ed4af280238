// SPDX-License-Identifier: GPL-3.0-or-later
// CoreAudioML folders: what prep_wav.py -p would make, made here with the splits of the plan. One
// input file with the knobs as constant channels after the sound, all settings one after the other.
#include <fmt/format.h>

#include "rig/formats/export_plan.hpp"
#include "rig/formats/guitarml_parts.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr double kMostBytes = 4.0e9;  ///< A WAV counts its bytes in 32 bits.

/// Known before anything is written: all takes of a part stand in one file.
void refuse_too_large(const ExportJob& job, const JobPart& part) {
  const double samples =
      static_cast<double>(job.at(part.stretch.end()) - job.at(part.stretch.from));
  const double channels = 1.0 + static_cast<double>(job.dataset.rig.knobs.size());
  const double bytes = 4.0 * samples * channels * static_cast<double>(part.takes.size());
  if (bytes <= kMostBytes) return;
  throw SetupError(
      SetupKind::Usage,
      fmt::format("Data/{} would be {:.1f} GB with its {} takes in one file, and a WAV holds 4 GB",
                  part.name, bytes / 1e9, part.takes.size()),
      "--to guitarml, where every take has a file of its own; or fewer takes with --where, "
      "--split");
}

}  // namespace

ExportPlan plan_guitarml_folders(const ExportJob& job) {
  ExportPlan plan;
  for (const JobPart& part : {training_part(job), validation_part(job), test_part(job)}) {
    refuse_too_large(job, part);
    AudioFile input{fmt::format("Data/{}/{}-input.wav", part.name, job.device), {}};
    AudioFile target{fmt::format("Data/{}/{}-target.wav", part.name, job.device), {}};
    Json order = Json::array();
    for (const ChosenTake& take : part.takes) {
      input.cuts.push_back({input_sound(job, take.id), part.stretch, knob_vector(job, take)});
      target.cuts.push_back({target_sound(job, take.id), part.stretch, {}});
      plan.files_of[take.id].push_back(job.options.reverse ? input.path : target.path);
      order.push_back(take.id);
    }
    plan.audio.push_back(std::move(input));
    plan.audio.push_back(std::move(target));
    plan.carried[fmt::format("takes_in_{}", part.name)] = std::move(order);
  }
  plan.texts.push_back(guitarml_config(job, job.dataset.rig.knobs.size()));
  plan.carried["channels"] = knob_order(job);
  if (job.of(Split::Test).empty() || job.of(Split::Validation).empty()) {
    plan.notes.emplace_back(
        "no setting is held out for validation or for test: training settings stand in with the "
        "validation pass, which is not trained on");
  }
  return plan;
}

}  // namespace ampsweep::rig::formats
