// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/dataset_json.hpp"

#include <algorithm>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/motion_json.hpp"
#include "rig/dataset/plan_json.hpp"
#include "rig/dataset/rig_json.hpp"
#include "rig/dataset/stimulus_json.hpp"
#include "rig/dataset/take_json.hpp"

namespace ampsweep::rig {
namespace {

Json stimulus(const Dataset& dataset) {
  return {{"file", kInputFile},
          {"sha256", dataset.input_sha256},
          {"hash", dataset.stimulus_hash},
          {"sample_rate_hz", dataset.rate.value()},
          {"length_samples", dataset.length.value()},
          {"segments", to_json(dataset.segments)}};
}

/// Paths and hashes of the machine it was captured on stay in the ledger.
Json rig(const Dataset& dataset) {
  Json json = to_json(dataset.rig);
  for (const char* key : {"file", "knobs", "levels", "licence"}) json.erase(key);
  return json;
}

Json plan(const Dataset& dataset) {
  Json json = to_json(dataset.plan);
  for (const char* key : {"file", "rig_file", "stimulus"}) json.erase(key);
  json["takes"] = Json::array();
  for (const PlannedTake& take : dataset.plan.takes) json["takes"].push_back(to_json(take));
  return json;
}

Json counts(const Dataset& dataset) {
  std::size_t attempts = 0;
  std::size_t refused = 0;
  for (const TakeRecord& take : dataset.takes) {
    attempts += take.attempts.size();
    refused += static_cast<std::size_t>(
        std::count_if(take.attempts.begin(), take.attempts.end(), [](const AttemptRecord& record) {
          return record.outcome && !record.outcome->verdict.accepted;
        }));
  }
  const auto accepted =
      std::count_if(dataset.takes.begin(), dataset.takes.end(),
                    [](const TakeRecord& take) { return take.accepted() != nullptr; });
  return {{"planned", dataset.takes.size()},
          {"accepted", accepted},
          {"attempts", attempts},
          {"refused_attempts", refused},
          {"epochs", dataset.epochs.size()},
          {"lost_rows", dataset.lost.size()}};
}

Json takes(const Dataset& dataset) {
  Json json = Json::array();
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* record = take.accepted();
    if (record == nullptr) continue;
    Json files = Json::object();
    for (const FurtherTake& file : record->further) files[file.output] = file.file;
    json.push_back({{"take", take.planned.id},
                    {"split", to_string(take.planned.split)},
                    {"file", record->outcome->take_file},
                    {"sha256", record->outcome->take_sha256},
                    {"raw_file", record->outcome->raw_file},
                    {"raw_sha256", record->outcome->raw_sha256},
                    {"further_files", std::move(files)}});
    if (record->outcome->motion) json.back()["motion"] = to_json(*record->outcome->motion);
  }
  return json;
}

}  // namespace

std::string dataset_json(const Dataset& dataset) {
  Json epochs = Json::array();
  for (const Epoch& epoch : dataset.epochs) epochs.push_back(to_json(epoch));
  const Json json{{"schema", "ampsweep.dataset"},
                  {"schema_version", dataset.schema},
                  {"uuid", dataset.uuid},
                  {"created", dataset.created},
                  {"software", dataset.software},
                  {"licence", dataset.rig.licence},
                  {"counts", counts(dataset)},
                  {"rig", rig(dataset)},
                  {"levels", to_json(dataset.rig).at("levels")},
                  {"knobs", to_json(dataset.rig.knobs)},
                  {"stimulus", stimulus(dataset)},
                  {"plan", plan(dataset)},
                  {"epochs", std::move(epochs)},
                  {"takes", takes(dataset)}};
  return indented_text(json) + "\n";
}

}  // namespace ampsweep::rig
