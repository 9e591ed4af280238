// SPDX-License-Identifier: GPL-3.0-or-later
// AIDA-X (aidadsp_devel): pairs with their knobs, whole files, and a table of regions beside the
// input that says which samples train, validate and test. No blip_locations: the files are aligned,
// and without that key prep_wav.py leaves them so.
#include <fmt/format.h>

#include "rig/formats/export_plan.hpp"

namespace ampsweep::rig::formats {
namespace {

/// Red trains; cyan tests and validates (Reaper's region export, in samples).
std::string aida_regions(const ExportJob& job) {
  const auto row = [&](int number, const char* name, const Stretch& stretch, const char* colour) {
    const auto from = job.at(stretch.from);
    const auto to = job.at(stretch.end());
    return fmt::format("R{},{},{},{},{},{}\n", number, name, from, to, to - from, colour);
  };
  return "#,Name,Start,End,Length,Color\n" + row(1, "train", job.training, "FF0000") +
         row(2, "testval", job.validation, "00FFFF");
}

}  // namespace

ExportPlan plan_aida(const ExportJob& job) {
  ExportPlan plan;
  Json sets = Json::array();
  for (const ChosenTake& take : job.takes) {
    const std::string own = fmt::format("take{}.wav", take_number(take.id));
    const std::string input = job.options.reverse ? own : "input.wav";
    const std::string target = job.options.reverse ? "target.wav" : own;
    add_sound(plan, input, input_sound(job, take.id), whole(job));
    add_sound(plan, target, target_sound(job, take.id), whole(job));
    const std::string table = input.substr(0, input.size() - 4) + ".csv";
    if (plan.texts.empty() || job.options.reverse) {
      plan.texts.push_back({table, aida_regions(job)});
    }
    sets.push_back({{"input", input}, {"target", target}, {"params", knob_vector(job, take)}});
  }
  const Json config{
      {"model", "SimpleRNN"},
      {"hidden_size", 16},
      {"unit_type", "LSTM"},
      {"input_size", 1 + job.dataset.rig.knobs.size()},
      {"file_name", job.device},
      {"loss_fcns", {{"ESR", 0.75}, {"DC", 0.25}}},
      {"pre_filt", "A-Weighting"},
      {"device", job.device},
      {"samplerate", static_cast<double>(job.rate.value())},
      {"params", {{"n", job.dataset.rig.knobs.size()}, {"datasets", std::move(sets)}}},
      {"metadata",
       {{"name", job.device},
        {"samplerate", std::to_string(job.rate.value())},
        {"source", ""},
        {"style", ""},
        {"based", job.dataset.rig.amp},
        {"author", ""},
        {"dataset", job.dataset.uuid},
        {"license", job.dataset.rig.licence}}}};
  plan.texts.push_back({fmt::format("Configs/{}.json", job.device), indented_text(config) + "\n"});
  plan.carried["params"] = knob_order(job);
  return plan;
}

}  // namespace ampsweep::rig::formats
