// SPDX-License-Identifier: GPL-3.0-or-later
// Hugging Face: the dataset's own metadata.csv (rows of the chosen takes), card, takes and input.
#include <set>

#include "rig/dataset/card.hpp"
#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_json.hpp"
#include "rig/dataset/metadata_csv.hpp"
#include "rig/formats/export_plan.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

/// Header and the rows whose first cell is a chosen file. Cells before it never hold a line end.
std::string rows_of(const std::string& table, const std::set<std::string>& files) {
  std::string kept;
  std::size_t at = 0;
  while (at < table.size()) {
    const std::size_t end = table.find('\n', at);
    const std::string row = table.substr(at, end - at + 1);
    if (at == 0 || files.contains(row.substr(0, row.find(',')))) kept += row;
    at = end + 1;
  }
  return kept;
}

void set_sha256(Dataset& dataset, const ChosenTake& chosen) {
  for (TakeRecord& take : dataset.takes) {
    if (take.planned.id != chosen.id) continue;
    for (AttemptRecord& attempt : take.attempts) {
      if (attempt.accepted()) attempt.outcome->take_sha256 = chosen.sounds.front().sha256;
    }
  }
}

}  // namespace

ExportPlan plan_huggingface(const ExportJob& job) {
  if (job.options.reverse || job.rate != job.dataset.rate) {
    throw SetupError(SetupKind::Usage, "this format is the dataset as it stands",
                     "--to csv for another rate or --reverse");
  }
  ExportPlan plan;
  std::set<std::string> files;
  // The loader is told of takes/ alone: any output goes there, and the table has its hash.
  Dataset told = job.dataset;
  for (const ChosenTake& take : job.takes) {
    files.insert(take.outcome->take_file);
    add_sound(plan, take.outcome->take_file, amp_sound(take), whole(job));
    set_sha256(told, take);
  }
  add_sound(plan, kInputFile, kStimulus, whole(job));
  plan.texts.push_back({kMetadataFile, rows_of(metadata_csv(told), files)});
  plan.texts.push_back({kCardFile, card(told)});
  return plan;
}

}  // namespace ampsweep::rig::formats
