// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/export_dataset.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/manifest.hpp"
#include "rig/formats/sidecar.hpp"

namespace ampsweep::rig::formats {

ExportResult export_dataset(const std::filesystem::path& dir, const ExportOptions& options,
                            const std::filesystem::path& out, const WriteWishes& wishes) {
  const Dataset dataset = open_dataset(dir);
  const ExportJob job = make_job(dataset, options);
  ExportPlan plan = plan_export(job);
  if (!dataset.lost.empty()) {
    plan.notes.push_back(fmt::format("{} rows of the ledger are lost: what they say is not here",
                                     dataset.lost.size()));
  }
  const bool has_card = std::any_of(plan.texts.begin(), plan.texts.end(),
                                    [](const TextFile& file) { return file.path == kCardFile; });
  if (!has_card) plan.texts.push_back({kCardFile, export_readme(job, plan)});
  plan.texts.push_back({kSidecarFile, sidecar_text(job, plan)});
  return {write_export(job, plan, out, wishes), job.takes.size(), job.rate, job.encoding,
          plan.notes};
}

}  // namespace ampsweep::rig::formats
