// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/sidecar.hpp"

#include <fmt/format.h>

#include "rig/dataset/card_text.hpp"
#include "rig/dataset/resample.hpp"
#include "rig/dataset/rig_json.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr const char* kSidecarSchema = "ampsweep-export-1";
constexpr double kUnmeasuredDb = -399.0;  // Levels start at -400 dB in TakeMeasurements.

Json level_or_null(double db) { return db > kUnmeasuredDb ? number_or_null(db) : Json(nullptr); }

Json labels_of(const ExportJob& job, const ChosenTake& take) {
  Json labels = Json::array();
  for (const Knob& knob : job.dataset.rig.knobs) {
    const KnobLabel& label = label_of(take, knob.id);
    labels.push_back({{"id", knob.id},
                      {"printed", number_or_null(label.printed)},
                      {"normalised", number_or_null(label.normalised)},
                      {"raw", number_or_null(label.raw)},
                      {"source", to_string(label.source)},
                      {"uncertainty", number_or_null(label_doubt(job, take, knob.id))}});
  }
  return labels;
}

Json measured_of(const Outcome& outcome) {
  const TakeMeasurements& m = outcome.measured;
  Json warnings = Json::array();
  for (const Fault& fault : outcome.verdict.warnings) warnings.push_back(to_string(fault.code));
  return {{"delay_removed_samples", number_or_null(m.delay_samples)},
          {"delay_sigma_samples", number_or_null(m.delay_sigma_samples)},
          {"headroom_samples", number_or_null(m.headroom_samples)},
          {"drift_ppm", number_or_null(m.drift_ppm)},
          {"polarity", m.polarity},
          {"peak_dbfs_peak", level_or_null(m.peak.value())},
          {"noise_dbfs_rms", level_or_null(m.noise.value())},
          {"replicate_esr", real(m.replicate_esr)},
          {"best_possible_esr", real(m.best_possible_esr)},
          {"warnings", std::move(warnings)}};
}

Json takes_of(const ExportJob& job, const ExportPlan& plan) {
  Json takes = Json::array();
  for (const ChosenTake& take : job.takes) {
    const auto files = plan.files_of.find(take.id);
    takes.push_back({{"take", take.id},
                     {"split", to_string(take.split)},
                     {"files", files == plan.files_of.end() ? Json::array() : Json(files->second)},
                     {"labels", labels_of(job, take)},
                     {"measured", measured_of(*take.outcome)}});
  }
  return takes;
}

Json stretch_json(const ExportJob& job, const Stretch& stretch) {
  return {{"start_samples", job.at(stretch.from)}, {"stop_samples", job.at(stretch.end())}};
}

Json known_json(const ExportJob& job) {
  if (!job.known) return nullptr;
  Json blips = Json::array();
  for (const SampleCount blip : job.known->blips) blips.push_back(job.at(blip));
  return {{"name", job.known->input->name},
          {"recognised_by", job.known->recognised_by},
          {"blips_samples", std::move(blips)},
          {"noise", job.known->noise ? stretch_json(job, *job.known->noise) : Json(nullptr)},
          {"own_validation", job.known->validation.has_value()}};
}

}  // namespace

std::string sidecar_text(const ExportJob& job, const ExportPlan& plan) {
  const Dataset& dataset = job.dataset;
  const FormatFacts& facts = facts_of(job.options.format);
  Json lost = Json::array();
  for (const char* sentence : facts.loses) lost.push_back(sentence);
  const std::vector<std::string> outputs = outputs_of(dataset);
  const bool converted = job.rate != dataset.rate;
  const Json json{
      {"schema", kSidecarSchema},
      {"format", facts.name},
      {"software", dataset.software},
      {"dataset", {{"uuid", dataset.uuid}, {"created", dataset.created}, {"amp", dataset.rig.amp}}},
      {"licence", dataset.rig.licence},
      {"reversed", job.options.reverse},
      {"target_shifted_samples", job.target_shift()},
      {"sample_rate_hz", job.rate.value()},
      {"encoding", to_string(job.encoding)},
      {"dither", false},
      {"normalised", false},
      {"converted_from_hz", converted ? Json(dataset.rate.value()) : Json(nullptr)},
      {"converter", converted ? Json(resampler_name()) : Json(nullptr)},
      {"training", stretch_json(job, job.training)},
      {"validation", stretch_json(job, job.validation)},
      {"known_input", known_json(job)},
      {"outputs", job.outputs},
      {"outputs_of_dataset", outputs},
      {"measured_output", outputs.front()},
      {"levels", to_json(dataset.rig).at("levels")},
      {"load", to_json(dataset.rig).at("load")},
      {"knobs", to_json(dataset.rig.knobs)},
      {"carried", plan.carried},
      {"not_in_the_format", std::move(lost)},
      {"notes", plan.notes},
      {"takes", takes_of(job, plan)}};
  return indented_text(json) + "\n";
}

std::string export_readme(const ExportJob& job, const ExportPlan& plan) {
  const FormatFacts& facts = facts_of(job.options.format);
  std::string text = fmt::format(
      "# {} for {}\n\n{} takes, {} Hz, {}. Aligned to the input sample by sample (delay 0), never "
      "normalised.{}\n\n## Training\n\nIn this folder:\n\n",
      markdown_text(job.dataset.rig.amp), facts.title, job.takes.size(), job.rate.value(),
      to_string(job.encoding),
      job.options.reverse
          ? fmt::format(" Reversed: the amp's sound is the input, the dry sound the target, {} "
                        "samples later than it was played so that it answers.",
                        job.target_shift())
          : "");
  const std::vector<std::string> outputs = outputs_of(job.dataset);
  if (job.outputs.front() != outputs.front()) {
    text.insert(text.find("\n\n## Training"),
                fmt::format(" Output: {}.", markdown_text(job.outputs.front())));
  }
  for (const char* command : facts.commands) text += fmt::format("    {}\n", command);
  text += fmt::format(
      "\n`ampsweep verify --as {} .` checks it by that loader's rules.\n\n## Not in this "
      "format\n\nLabels, their doubt and what was measured are in `ampsweep.json`.\n\n",
      facts.name);
  for (const char* sentence : facts.loses) text += fmt::format("- {}\n", sentence);
  if (!plan.notes.empty()) text += "\n## Notes\n\n";
  for (const std::string& note : plan.notes) text += fmt::format("- {}\n", markdown_text(note));
  return text + fmt::format("\nLicence: {}\n", markdown_text(job.dataset.rig.licence));
}

Json printed_setting(const Dataset& dataset, const ChosenTake& take) {
  Json setting = Json::object();
  for (const Knob& knob : dataset.rig.knobs) {
    setting[knob.id] = number_or_null(label_of(take, knob.id).printed);
  }
  return setting;
}

Json nam_metadata_of(const Dataset& dataset, const ChosenTake& take, const std::string& output,
                     bool reverse) {
  const Rig& rig = dataset.rig;
  const TakeMeasurements& m = take.outcome->measured;
  Json json = Json::object();
  // Level, figures and what stands before the input are known of the main output only.
  const bool main = output == outputs_of(dataset).front();
  json["name"] = main ? fmt::format("{} {}", rig.amp, take.id)
                      : fmt::format("{} {} {}", rig.amp, take.id, output);
  if (!rig.amp.empty()) json["gear_model"] = rig.amp;
  if (reverse) json["name"] = json["name"].get<std::string>() + " reversed";
  // A model that takes an amp away is none.
  if (main && !reverse && (rig.load.kind == "reactive" || rig.load.kind == "resistive"))
    json["gear_type"] = "amp";
  if (const auto& level = rig.levels.output_full_scale) {
    json[reverse ? "output_level_dbu" : "input_level_dbu"] =
        number_or_null((*level + rig.levels.amp_send_gain).value());
  }
  if (const auto& level = rig.levels.input_full_scale; level && main) {
    json[reverse ? "input_level_dbu" : "output_level_dbu"] = number_or_null(level->value());
  }
  const bool known = main && !reverse;  // What was measured is of the amp, not of its inverse.
  json["ampsweep"] = {{"dataset_uuid", dataset.uuid},
                      {"take", take.id},
                      {"setting", printed_setting(dataset, take)},
                      {"delay_removed_samples", number_or_null(m.delay_samples)},
                      {"headroom_samples", number_or_null(m.headroom_samples)},
                      {"reversed", reverse},
                      {"latency_samples", reverse ? Json(nullptr) : Json(0)},
                      {"output", output},
                      {"replicate_esr", known ? real(m.replicate_esr) : Json(nullptr)},
                      {"best_possible_esr", known ? real(m.best_possible_esr) : Json(nullptr)}};
  return json;
}

}  // namespace ampsweep::rig::formats
