// SPDX-License-Identifier: GPL-3.0-or-later
// CoreAudioML folders: what prep_wav.py -p would make, made here with the splits of the plan. One
// input file with the knobs as constant channels after the sound, all settings one after the other.
#include <fmt/format.h>

#include "rig/formats/export_plan.hpp"
#include "rig/formats/guitarml_parts.hpp"

namespace ampsweep::rig::formats {

ExportPlan plan_guitarml_folders(const ExportJob& job) {
  ExportPlan plan;
  for (const JobPart& part : {training_part(job), validation_part(job), test_part(job)}) {
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
