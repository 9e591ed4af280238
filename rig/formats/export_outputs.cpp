// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/export_outputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rig/dataset/dataset_files.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {

std::vector<std::string> outputs_of(const Dataset& dataset) {
  const auto& inputs = dataset.rig.audio.inputs;
  const bool named = !inputs.empty() && is_output_name(inputs.front().name);
  std::vector<std::string> names{named ? inputs.front().name : "amp"};
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* record = take.accepted();
    if (record == nullptr) continue;
    for (const FurtherTake& further : record->further) {
      if (!is_output_name(further.output)) continue;
      if (std::find(names.begin(), names.end(), further.output) == names.end()) {
        names.push_back(further.output);
      }
    }
  }
  return names;
}

std::vector<std::string> wished_outputs(const Dataset& dataset, const std::string& wish) {
  std::vector<std::string> names = outputs_of(dataset);
  if (wish == kAllOutputs) return names;
  if (wish.empty()) return {names.front()};
  if (std::find(names.begin(), names.end(), wish) != names.end()) return {wish};
  throw SetupError(
      SetupKind::Usage, fmt::format("this dataset has no output \"{}\"", wish),
      fmt::format("--output with one of {}, or {}", fmt::join(names, ", "), kAllOutputs));
}

std::vector<OutputFile> sounds_of(const Dataset& dataset, const AttemptRecord& record,
                                  const std::vector<std::string>& outputs) {
  const std::string main = outputs_of(dataset).front();
  std::vector<OutputFile> sounds;
  for (const std::string& output : outputs) {
    if (output == main) {
      sounds.push_back({record.outcome->take_file, record.outcome->take_sha256});
      continue;
    }
    const auto found = std::find_if(record.further.begin(), record.further.end(),
                                    [&](const FurtherTake& one) { return one.output == output; });
    if (found == record.further.end()) return {};
    sounds.push_back({found->file, found->sha256});
  }
  return sounds;
}

}  // namespace ampsweep::rig::formats
