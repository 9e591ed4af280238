// SPDX-License-Identifier: GPL-3.0-or-later
// Stock NAM: one data.json for each setting over shared WAVs. Aligned files and "delay": 0 keep
// clear of the loader's integer delays and of its rule for lists; cuts are given in samples, behind
// at least 0.4 s of exact zeros.
#include <fmt/format.h>

#include "rig/dataset/dataset_files.hpp"
#include "rig/formats/export_plan.hpp"
#include "rig/formats/nam_configs.hpp"
#include "rig/formats/sidecar.hpp"

namespace ampsweep::rig::formats {
namespace {

Json nam_data(const ExportJob& job, const std::string& x, const std::string& y) {
  const std::int64_t ny =
      nam_output_length(job.at(job.training.end()) - job.at(job.training.from), kNamReceptiveField);
  Json common{{"x_path", x}, {"y_path", y}, {"delay", 0}};
  // Turned round, x is the amp's sound: its silences hold noise.
  if (job.options.reverse) common["require_input_pre_silence"] = nullptr;
  Json train{{"start_samples", job.at(job.training.from)},
             {"stop_samples", job.at(job.training.end())},
             {"ny", ny}};
  Json validation{{"start_samples", job.at(job.validation.from)},
                  {"stop_samples", job.at(job.validation.end())},
                  {"ny", nullptr}};
  for (Json* part : {&train, &validation}) {
    const bool cut_in_sound =
        part == &train ? !silent_training_cut(job) : !silent_validation_cut(job);
    if (cut_in_sound && !job.options.reverse) (*part)["require_input_pre_silence"] = nullptr;
  }
  return {{"train", std::move(train)},
          {"validation", std::move(validation)},
          {"common", std::move(common)}};
}

}  // namespace

ExportPlan plan_nam(const ExportJob& job) {
  need_look_back(job, kNamReceptiveField);
  ExportPlan plan;
  const std::int64_t length = job.at(job.training.end()) - job.at(job.training.from);
  const std::int64_t ny = nam_output_length(length, kNamReceptiveField);
  if (ny < kNamBatchOutput) {
    plan.notes.push_back(fmt::format("ny is {} instead of 8192: the training sound is short", ny));
  }
  if (job.options.reverse) {
    plan.notes.emplace_back("the check for silence before a cut is switched off: reversed input");
  }
  if (!silent_training_cut(job) || !silent_validation_cut(job)) {
    plan.notes.emplace_back(kCutInSound);
  }
  if (job.outputs.front() != outputs_of(job.dataset).front()) {
    plan.notes.push_back(fmt::format("ampsweep nam-metadata needs --output {} for models of this",
                                     job.outputs.front()));
  }
  add_sound(plan, kInputFile, kStimulus, whole(job));
  for (const ChosenTake& take : job.takes) {
    const std::string number = take_number(take.id);
    const std::string amp = fmt::format("takes/{}.wav", number);
    const std::string folder = fmt::format("settings/{}/", number);
    add_sound(plan, amp, amp_sound(take), whole(job));
    const Json data =
        job.options.reverse ? nam_data(job, amp, kInputFile) : nam_data(job, kInputFile, amp);
    plan.texts.push_back({folder + "data.json", indented_text(data) + "\n"});
    plan.texts.push_back({folder + "metadata.json",
                          indented_text(nam_metadata_of(job.dataset, take, job.outputs.front(),
                                                        job.options.reverse)) +
                              "\n"});
    plan.carried[folder + "data.json"] = printed_setting(job.dataset, take);
  }
  plan.texts.push_back({kNamModelFile, indented_text(nam_model(NamRelease::Newest)) + "\n"});
  plan.texts.push_back({kNam012ModelFile, indented_text(nam_model(NamRelease::UpTo012)) + "\n"});
  plan.texts.push_back(
      {"learning.json",
       indented_text(nam_learning((length - kNamReceptiveField + 1) / ny)) + "\n"});
  return plan;
}

}  // namespace ampsweep::rig::formats
