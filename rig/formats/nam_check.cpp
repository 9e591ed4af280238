// SPDX-License-Identifier: GPL-3.0-or-later
// Every data.json below the folder, as `nam-full` started in that folder would read it.
#include <fmt/format.h>

#include "rig/formats/files_under.hpp"
#include "rig/formats/foreign_json.hpp"
#include "rig/formats/nam_batch_check.hpp"
#include "rig/formats/nam_concat.hpp"
#include "rig/formats/nam_entry_check.hpp"
#include "rig/formats/nam_model_check.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr std::size_t kMostConfigurations = 100'000;
constexpr int kDeepestData = 4;

std::vector<std::string> configurations(const std::filesystem::path& dir) {
  auto found = files_under(
      dir, [](const std::filesystem::path& file) { return file.filename() == "data.json"; },
      kDeepestData);
  if (found.size() > kMostConfigurations) found.resize(kMostConfigurations);
  return found;
}

std::vector<NamSlice> check_part(CheckContext& check, const std::string& file, const Json& data,
                                 const char* part, std::int64_t nx) {
  std::vector<NamSlice> slices;
  for (const NamEntry& entry : nam_entries(check, file, data, part)) {
    if (const auto slice = check_nam_entry(check, entry, nx)) slices.push_back(*slice);
  }
  if (slices.size() > 1) check_nam_concat(check, fmt::format("{}/{}", file, part), slices);
  return slices;
}

}  // namespace

void check_nam(CheckContext& check) {
  const std::vector<std::string> files = configurations(check.report.dir);
  if (files.empty()) check.report.add("missing_file", "data.json", "there is none in this folder");
  const std::int64_t nx = check_nam_model(check, "model.json", NamTrainer::Newest);
  (void)check_nam_model(check, "model-0.12.json", NamTrainer::Release012);
  const auto batches = nam_batches(check, false);
  for (const std::string& file : files) {
    if (check.stopped()) return;
    const auto data = check.json(file);
    if (!data) continue;
    if (const auto type = text_in(*data, "type"); type && *type != "dataset") {
      check.report.add("unknown_type", file, "stock NAM knows \"dataset\", not \"" + *type + "\"");
      continue;
    }
    const auto train = check_part(check, file, *data, "train", nx);
    const auto validation = check_part(check, file, *data, "validation", nx);
    check_rates_agree(check, file, train, validation);
    check_parts_apart(check, file, train, validation);
    if (batches) check_nam_batches(check, file + "/train", *batches, pieces_of(train));
  }
}

}  // namespace ampsweep::rig::formats
