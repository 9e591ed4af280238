// SPDX-License-Identifier: GPL-3.0-or-later
// Plain WAVs and one table, for programs of one's own.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <string>
#include <vector>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/metadata_csv.hpp"
#include "rig/formats/export_plan.hpp"
#include "rig/model/csv_cell.hpp"

namespace ampsweep::rig::formats {
namespace {

/// "target_mic": the amp's sound of a further output.
std::vector<std::string> further_columns(const ExportJob& job) {
  std::vector<std::string> columns;
  for (std::size_t k = 1; k < job.outputs.size(); ++k) {
    columns.push_back(
        fmt::format("{}_{}", job.options.reverse ? "input" : "target", job.outputs[k]));
  }
  return columns;
}

std::string table_header(const ExportJob& job) {
  std::string text = "input,target,split,take";
  std::set<std::string> taken{"input", "target", "split", "take"};
  for (const std::string& column : further_columns(job)) {
    text += "," + csv_text(column);
    taken.insert(column);
  }
  for (const std::string& knob : knob_columns(job.dataset.rig.knobs, taken)) {
    text += fmt::format(",{0},{0}_norm,{0}_uncertainty", knob);
  }
  return text +
         ",training_start_samples,training_stop_samples,validation_start_samples,"
         "validation_stop_samples\n";
}

std::string table_row(const ExportJob& job, const ChosenTake& take, const std::string& input,
                      const std::string& target, const std::vector<std::string>& further) {
  std::vector<std::string> cells{csv_text(input), csv_text(target), to_string(take.split),
                                 fmt::format("{}", take.id)};
  for (const std::string& file : further) cells.push_back(csv_text(file));
  for (const Knob& knob : job.dataset.rig.knobs) {
    const KnobLabel& label = label_of(take, knob.id);
    for (const double value : {label.printed, label.normalised, label_doubt(job, take, knob.id)}) {
      cells.push_back(csv_number(value));
    }
  }
  for (const Stretch& stretch : {job.training, job.validation}) {
    cells.push_back(fmt::format("{}", job.at(stretch.from)));
    cells.push_back(fmt::format("{}", job.at(stretch.end())));
  }
  return fmt::format("{}\n", fmt::join(cells, ","));
}

}  // namespace

ExportPlan plan_csv(const ExportJob& job) {
  ExportPlan plan;
  std::string table = table_header(job);
  for (const ChosenTake& take : job.takes) {
    const std::string own = fmt::format("takes/{}.wav", take_number(take.id));
    add_sound(plan, own, amp_sound(take), whole(job));
    std::vector<std::string> further;
    for (std::size_t k = 1; k < job.outputs.size(); ++k) {
      further.push_back(further_file(job.outputs[k], take.id));
      add_sound(plan, further.back(), amp_sound(take, k), whole(job));
    }
    table += job.options.reverse ? table_row(job, take, own, kInputFile, further)
                                 : table_row(job, take, kInputFile, own, further);
  }
  add_sound(plan, kInputFile, kStimulus, whole(job));
  plan.carried["target"] = job.outputs.front();
  plan.texts.push_back({"pairs.csv", std::move(table)});
  return plan;
}

}  // namespace ampsweep::rig::formats
