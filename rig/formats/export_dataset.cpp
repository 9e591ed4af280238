// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/export_dataset.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/formats/manifest.hpp"
#include "rig/formats/sidecar.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {

namespace {

ExportResult export_one(const Dataset& dataset, const ExportOptions& options,
                        const std::filesystem::path& out, const WriteWishes& wishes) {
  const ExportJob job = make_job(dataset, options);
  ExportPlan plan = plan_export(job);
  plan.notes.insert(plan.notes.begin(), job.notes.begin(), job.notes.end());
  if (!dataset.lost.empty()) {
    plan.notes.push_back(fmt::format("{} rows of the ledger are lost: what they say is not here",
                                     dataset.lost.size()));
  }
  const std::vector<std::string> all = outputs_of(dataset);
  if (options.output.empty() && all.size() > 1) {
    plan.notes.push_back(fmt::format("only the main output {} of {} is here: --output NAME or all",
                                     all.front(), fmt::join(all, ", ")));
  }
  if (job.outputs != std::vector<std::string>{all.front()}) {
    plan.notes.push_back(
        fmt::format("delay, drift, peak, noise, ESR and levels are those of {}", all.front()));
  }
  const bool has_card = std::any_of(plan.texts.begin(), plan.texts.end(),
                                    [](const TextFile& file) { return file.path == kCardFile; });
  if (!has_card) plan.texts.push_back({kCardFile, export_readme(job, plan)});
  plan.texts.push_back({kSidecarFile, sidecar_text(job, plan)});
  return {write_export(job, plan, out, wishes),
          job.takes.size(),
          job.rate,
          job.encoding,
          plan.notes,
          job.outputs};
}

/// Nothing but the folders of these outputs, which are no links.
void check_folders(const std::filesystem::path& out, const std::vector<std::string>& outputs) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::exists(fs::symlink_status(out, error))) return;
  auto walk = fs::directory_iterator(out, error);
  for (; !error && walk != fs::directory_iterator(); walk.increment(error)) {
    const std::string name = walk->path().filename().string();
    const bool ours = std::find(outputs.begin(), outputs.end(), name) != outputs.end() &&
                      fs::is_directory(walk->symlink_status(error));
    if (!ours) {
      throw SetupError(
          SetupKind::Usage,
          fmt::format("{} holds {}, which is no folder of an output", out.string(), name),
          "an empty or new folder for --out");
    }
  }
}

ExportResult export_folders(const Dataset& dataset, ExportOptions options,
                            const std::filesystem::path& out, const WriteWishes& wishes) {
  const std::vector<std::string> outputs = outputs_of(dataset);
  check_folders(out, outputs);
  ExportResult all;
  all.folders = true;
  all.outputs = outputs;
  all.written.complete = true;
  for (const std::string& output : outputs) {
    options.output = output;
    const ExportResult one = export_one(dataset, options, out / output, wishes);
    all.written.written += one.written.written;
    all.written.skipped += one.written.skipped;
    all.written.linked += one.written.linked;
    all.written.removed += one.written.removed;
    all.written.complete = one.written.complete;
    all.takes = std::max(all.takes, one.takes);
    all.rate = one.rate;
    all.encoding = one.encoding;
    for (const std::string& note : one.notes) {
      all.notes.push_back(fmt::format("{}: {}", output, note));
    }
    if (!all.written.complete) break;
  }
  return all;
}

}  // namespace

ExportResult export_dataset(const std::filesystem::path& dir, const ExportOptions& options,
                            const std::filesystem::path& out, const WriteWishes& wishes) {
  const Dataset dataset = open_dataset(dir);
  if (options.output == kAllOutputs && !facts_of(options.format).several_outputs) {
    return export_folders(dataset, options, out, wishes);
  }
  return export_one(dataset, options, out, wishes);
}

}  // namespace ampsweep::rig::formats
