// SPDX-License-Identifier: GPL-3.0-or-later
// GuitarML (prep_wav.py -p): a list of pairs with their knobs as 0..1. The script reads integer
// WAVs without scaling them and cannot align, so: mono float32, equal lengths. It splits training
// sound into 100 pieces itself (every fifth validates); the validation pass goes along as test.
#include <fmt/format.h>

#include "rig/formats/export_plan.hpp"
#include "rig/formats/guitarml_parts.hpp"

namespace ampsweep::rig::formats {

Json guitarml_entry(const ExportJob& job, const ChosenTake& take, std::vector<double> parameters,
                    const std::string& target_name, ExportPlan& plan) {
  const auto pair = [&](const char* kind, const Stretch& stretch) {
    // Turned round, every take has an input of its own and all share the target.
    const std::string own = fmt::format("{}_{}.wav", target_name, kind);
    const std::string shared = fmt::format("in_{}.wav", kind);
    const std::string clean = job.options.reverse ? own : shared;
    const std::string target = job.options.reverse ? shared : own;
    add_sound(plan, clean, input_sound(job, take.id), stretch);
    add_sound(plan, target, target_sound(job, take.id), stretch);
    return std::pair{clean, target};
  };
  const auto [train_clean, train_target] = pair("train", job.training);
  const auto [test_clean, test_target] = pair("test", job.validation);
  return {{"Parameters", std::move(parameters)},
          {"TrainingClean", train_clean},
          {"TrainingTarget", train_target},
          {"TestClean", test_clean},
          {"TestTarget", test_target}};
}

TextFile guitarml_config(const ExportJob& job, std::size_t knobs) {
  const Json config{{"hidden_size", 40},
                    {"unit_type", "LSTM"},
                    {"input_size", 1 + knobs},
                    {"file_name", job.device},
                    {"loss_fcns", {{"ESR", 0.75}, {"DC", 0.25}}},
                    {"pre_filt", "high_pass"},
                    {"device", job.device}};
  return {fmt::format("Configs/{}.json", job.device), indented_text(config) + "\n"};
}

ExportPlan plan_guitarml(const ExportJob& job) {
  ExportPlan plan;
  Json sets = Json::array();
  for (const ChosenTake& take : job.takes) {
    sets.push_back(
        guitarml_entry(job, take, knob_vector(job, take), "out_" + take_number(take.id), plan));
  }
  const Json data{{"Number of Parameters", job.dataset.rig.knobs.size()},
                  {"Data Sets", std::move(sets)}};
  plan.texts.push_back({"data.json", indented_text(data) + "\n"});
  plan.texts.push_back(guitarml_config(job, job.dataset.rig.knobs.size()));
  plan.carried["Parameters"] = knob_order(job);
  return plan;
}

}  // namespace ampsweep::rig::formats
