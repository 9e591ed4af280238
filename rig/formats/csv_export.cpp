// SPDX-License-Identifier: GPL-3.0-or-later
// Plain WAVs and one table, for programs of one's own.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/metadata_csv.hpp"
#include "rig/formats/export_plan.hpp"
#include "rig/model/csv_cell.hpp"

namespace ampsweep::rig::formats {
namespace {

std::string table_header(const ExportJob& job) {
  std::string text = "input,target,split,take";
  const std::set<std::string> taken{"input", "target", "split", "take"};
  for (const std::string& knob : knob_columns(job.dataset.rig.knobs, taken)) {
    text += fmt::format(",{0},{0}_norm,{0}_uncertainty", knob);
  }
  return text +
         ",training_start_samples,training_stop_samples,validation_start_samples,"
         "validation_stop_samples\n";
}

std::string table_row(const ExportJob& job, const ChosenTake& take, const std::string& input,
                      const std::string& target) {
  std::vector<std::string> cells{csv_text(input), csv_text(target), to_string(take.split),
                                 fmt::format("{}", take.id)};
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
    add_sound(plan, own, take.id, whole(job));
    table += job.options.reverse ? table_row(job, take, own, kInputFile)
                                 : table_row(job, take, kInputFile, own);
  }
  add_sound(plan, kInputFile, kStimulus, whole(job));
  plan.texts.push_back({"pairs.csv", std::move(table)});
  return plan;
}

}  // namespace ampsweep::rig::formats
