// SPDX-License-Identifier: GPL-3.0-or-later
// Every data.json below the folder, as `nam-full` started in that folder would read it.
#include <fmt/format.h>

#include <algorithm>

#include "rig/formats/nam_batch_check.hpp"
#include "rig/formats/nam_concat.hpp"
#include "rig/formats/nam_entry_check.hpp"
#include "rig/formats/nam_model_check.hpp"

namespace ampsweep::rig::formats {
namespace {

constexpr std::size_t kMostConfigurations = 100'000;
constexpr int kDeepest = 4;

std::vector<std::string> configurations(const std::filesystem::path& dir) {
  namespace fs = std::filesystem;
  std::vector<std::string> found;
  std::error_code error;
  auto walk =
      fs::recursive_directory_iterator(dir, fs::directory_options::skip_permission_denied, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    if (walk.depth() >= kDeepest) walk.disable_recursion_pending();
    if (walk->path().filename() == "data.json" && found.size() < kMostConfigurations) {
      found.push_back(walk->path().lexically_relative(dir).generic_string());
    }
  }
  std::sort(found.begin(), found.end());
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
    if (batches) check_nam_batches(check, file + "/train", *batches, pieces_of(train));
  }
}

}  // namespace ampsweep::rig::formats
