// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/export_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ampsweep::rig::formats {

SoundId input_sound(const ExportJob& job, int take) {
  return job.options.reverse ? SoundId{take, 0} : kStimulus;
}
SoundId target_sound(const ExportJob& job, int take) {
  return job.options.reverse ? kStimulus : SoundId{take, 0};
}
SoundId amp_sound(const ChosenTake& take, std::size_t output) { return {take.id, output}; }

Stretch whole(const ExportJob& job) { return {SampleCount{0}, job.dataset.length}; }

void add_sound(ExportPlan& plan, const std::string& path, SoundId sound, const Stretch& stretch,
               const std::vector<double>& channels) {
  const bool there = std::any_of(plan.audio.begin(), plan.audio.end(),
                                 [&](const AudioFile& file) { return file.path == path; });
  if (there) return;
  plan.audio.push_back({path, {{sound, stretch, channels}}});
  if (sound != kStimulus) plan.files_of[sound.take].push_back(path);
}

std::string take_number(int take) { return fmt::format("{:05}", take); }

std::vector<double> knob_vector(const ExportJob& job, const ChosenTake& take) {
  std::vector<double> values;
  for (const Knob& knob : job.dataset.rig.knobs) {
    values.push_back(std::clamp(label_of(take, knob.id).normalised, 0.0, 1.0));
  }
  return values;
}

Json knob_order(const ExportJob& job) {
  Json order = Json::array();
  for (const Knob& knob : job.dataset.rig.knobs) order.push_back(knob.id);
  return order;
}

ExportPlan plan_export(const ExportJob& job) {
  switch (job.options.format) {
    case Format::Nam:
      return plan_nam(job);
    case Format::NamParametric:
      return plan_nam_parametric(job);
    case Format::Panama:
      return plan_panama(job);
    case Format::GuitarMl:
      return plan_guitarml(job);
    case Format::GuitarMlFolders:
      return plan_guitarml_folders(job);
    case Format::Aida:
      return plan_aida(job);
    case Format::Proteus:
      return plan_proteus(job);
    case Format::SignalTrain:
      return plan_signaltrain(job);
    case Format::ToneTwist:
      return plan_tonetwist(job);
    case Format::HuggingFace:
      return plan_huggingface(job);
    case Format::Csv:
      break;
  }
  return plan_csv(job);
}

}  // namespace ampsweep::rig::formats
