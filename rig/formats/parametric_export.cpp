// SPDX-License-Identifier: GPL-3.0-or-later
// The parametric fork: one data.json over all settings. Every entry names every knob; printed
// values, a switch by its name. Every ny is finite, so that the list for validation may be of any
// length.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rig/dataset/dataset_files.hpp"
#include "rig/formats/export_plan.hpp"
#include "rig/formats/nam_configs.hpp"

namespace ampsweep::rig::formats {
namespace {

Json parametric_values(const ExportJob& job, const ChosenTake& take) {
  Json params = Json::object();
  for (const Knob& knob : job.dataset.rig.knobs) {
    const double value = label_of(take, knob.id).printed;
    if (knob.positions.empty()) {
      params[knob.id] = value;
    } else {
      const auto last = static_cast<long>(knob.positions.size()) - 1;
      params[knob.id] =
          knob.positions.at(static_cast<std::size_t>(std::clamp(std::lround(value), 0L, last)));
    }
  }
  return params;
}

Json parametric_entries(const ExportJob& job, const JobPart& part, bool silent, ExportPlan& plan) {
  const std::int64_t from = job.at(part.stretch.from);
  const std::int64_t to = job.at(part.stretch.end());
  const std::int64_t ny = nam_output_length(to - from, kParametricReceptiveField);
  Json entries = Json::array();
  for (const ChosenTake& take : part.takes) {
    const std::string amp = fmt::format("captures/{}.wav", take_number(take.id));
    add_sound(plan, amp, amp_sound(take), whole(job));
    Json entry({{"x_path", job.options.reverse ? amp : kInputFile},
                {"y_path", job.options.reverse ? kInputFile : amp},
                {"params", parametric_values(job, take)},
                {"start_samples", from},
                {"stop_samples", to},
                {"ny", ny}});
    if (!silent && !job.options.reverse) entry["require_input_pre_silence"] = nullptr;
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

ExportPlan plan_nam_parametric(const ExportJob& job) {
  need_look_back(job, kParametricReceptiveField);
  ExportPlan plan;
  add_sound(plan, kInputFile, kStimulus, whole(job));
  const JobPart train = training_part(job);
  const JobPart validation = validation_part(job);
  Json common{{"delay", 0}};
  if (job.options.reverse) common["require_input_pre_silence"] = nullptr;
  Json data{{"type", "parametric"}, {"common", std::move(common)}};
  data["train"] = parametric_entries(job, train, silent_training_cut(job), plan);
  data["validation"] = parametric_entries(job, validation, silent_validation_cut(job), plan);
  if (!silent_training_cut(job) || !silent_validation_cut(job)) {
    plan.notes.emplace_back(kCutInSound);
  }
  if (job.of(Split::Validation).empty()) {
    plan.notes.emplace_back("no setting is held out: the training settings validate themselves");
  }
  const std::int64_t length = job.at(train.stretch.end()) - job.at(train.stretch.from);
  // Of one capture: no batch mixes captures, and each loses its incomplete last one.
  const std::int64_t examples = (length - kParametricReceptiveField + 1) /
                                nam_output_length(length, kParametricReceptiveField);
  plan.texts.push_back({"data.json", indented_text(data) + "\n"});
  plan.texts.push_back({"model.json", indented_text(parametric_model(job)) + "\n"});
  plan.texts.push_back({"learning.json", indented_text(nam_learning(examples)) + "\n"});
  plan.carried["params"] = knob_order(job);
  return plan;
}

}  // namespace ampsweep::rig::formats
