// SPDX-License-Identifier: GPL-3.0-or-later
// PANAMA: one input, many outputs, a vector of 0..1 for each without names. It has no cuts, so the
// stretches are files of their own; all outputs of a part have the length of its input.
#include <fmt/format.h>

#include "rig/formats/export_plan.hpp"
#include "rig/formats/nam_configs.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

Json panama_part(const ExportJob& job, const JobPart& part, const char* folder, ExportPlan& plan,
                 Json ny) {
  const std::string input = fmt::format("{}/input.wav", folder);
  add_sound(plan, input, kStimulus, part.stretch);
  Json outputs = Json::array();
  for (const ChosenTake& take : part.takes) {
    const std::string path = fmt::format("{}/{}.wav", folder, take_number(take.id));
    add_sound(plan, path, amp_sound(take), part.stretch);
    outputs.push_back({{"y_path", path}, {"g_vector", knob_vector(job, take)}});
  }
  return {{"x_path", input}, {"outputs", std::move(outputs)}, {"ny", std::move(ny)}};
}

}  // namespace

ExportPlan plan_panama(const ExportJob& job) {
  if (job.options.reverse) {
    throw SetupError(SetupKind::Usage,
                     "PANAMA has one input for all outputs: it cannot be reversed",
                     "nam-parametric, guitarml-folders or csv with --reverse");
  }
  need_look_back(job, kNamReceptiveField);
  ExportPlan plan;
  const JobPart train = training_part(job);
  const std::int64_t length = job.at(train.stretch.end()) - job.at(train.stretch.from);
  Json data{{"type", "shared_in_multi_out"}};
  data["train"] =
      panama_part(job, train, "training_data", plan, nam_output_length(length, kNamReceptiveField));
  data["validation"] = panama_part(job, validation_part(job), "validation_data", plan, nullptr);
  plan.texts.push_back({"data.json", indented_text(data) + "\n"});
  plan.texts.push_back(
      {"knobs.json",
       indented_text({{"schema", "ampsweep-g-vector-1"}, {"g_vector", knob_order(job)}}) + "\n"});
  plan.carried["g_vector"] = knob_order(job);
  return plan;
}

}  // namespace ampsweep::rig::formats
