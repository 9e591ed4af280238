// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/formats/nam_metadata.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/formats/foreign_json.hpp"
#include "rig/formats/foreign_text.hpp"
#include "rig/formats/sidecar.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig::formats {
namespace {

bool stands_at(const Attempt& attempt, const Setting& setting) {
  return std::all_of(setting.begin(), setting.end(), [&](const auto& wish) {
    const auto label = std::find_if(attempt.labels.begin(), attempt.labels.end(),
                                    [&](const KnobLabel& one) { return one.id == wish.first; });
    return label != attempt.labels.end() &&
           std::fabs(label->printed - wish.second) <= 1e-6 * (1.0 + std::fabs(wish.second));
  });
}

ChosenTake trained_on(const Dataset& dataset, const NamMetadataWishes& wishes) {
  std::vector<ChosenTake> fitting;
  for (const TakeRecord& take : dataset.takes) {
    const AttemptRecord* record = take.accepted();
    if (record == nullptr || (wishes.take && *wishes.take != take.planned.id)) continue;
    if (!stands_at(record->attempt, wishes.setting)) continue;
    fitting.push_back({take.planned.id, take.planned.split, &record->attempt, &*record->outcome});
  }
  if (fitting.empty()) {
    throw SetupError(SetupKind::Data, "no accepted take of the dataset is that one",
                     "--take N as in settings/NNNNN of the export; ampsweep status DIR");
  }
  if (fitting.size() > 1) {
    throw SetupError(
        SetupKind::Usage,
        fmt::format("{} takes fit: which one was the model trained on?", fitting.size()),
        "--take N, or --setting with every knob");
  }
  return fitting.front();
}

void put_word(Json& metadata, const char* key, const std::string& word,
              const std::vector<std::string>& allowed) {
  if (word.empty()) return;
  if (!allowed.empty() && std::find(allowed.begin(), allowed.end(), word) == allowed.end()) {
    throw SetupError(SetupKind::Usage, fmt::format("NAM has no {} \"{}\"", key, word),
                     fmt::format("one of {}", fmt::join(allowed, ", ")));
  }
  metadata[key] = word;
}

}  // namespace

const std::vector<std::string>& nam_gear_types() {
  static const std::vector<std::string> all{"amp",           "pedal",  "pedal_amp", "amp_cab",
                                            "amp_pedal_cab", "preamp", "studio"};
  return all;
}

const std::vector<std::string>& nam_tone_types() {
  static const std::vector<std::string> all{"clean", "overdrive", "crunch", "hi_gain", "fuzz"};
  return all;
}

Json with_nam_metadata(Json model, const Dataset& dataset, const NamMetadataWishes& wishes) {
  const bool is_model = model.is_object() && model.contains("version") &&
                        model.contains("architecture") && model.contains("config") &&
                        model.contains("weights");
  if (!is_model) {
    throw SetupError(SetupKind::Data,
                     "this is no .nam file: version, architecture, config and "
                     "weights must be in it",
                     "the model.nam that the trainer exported");
  }
  Json metadata = model.value("metadata", Json::object());
  if (!metadata.is_object()) metadata = Json::object();
  const Json known =
      nam_metadata_of(dataset, trained_on(dataset, wishes),
                      wished_outputs(dataset, wishes.output).front(), wishes.reverse);
  for (const auto& [key, value] : known.items()) {
    // A name that the trainer was given is the user's.
    if (key == "name" && metadata.contains(key) && metadata[key].is_string()) continue;
    metadata[key] = value;
  }
  put_word(metadata, "name", wishes.name, {});
  put_word(metadata, "modeled_by", wishes.modeled_by, {});
  put_word(metadata, "gear_make", wishes.gear_make, {});
  put_word(metadata, "gear_model", wishes.gear_model, {});
  put_word(metadata, "gear_type", wishes.gear_type, nam_gear_types());
  put_word(metadata, "tone_type", wishes.tone_type, nam_tone_types());
  if (wishes.validation_esr) {
    Json training = metadata.value("training", Json::object());
    if (!training.is_object()) training = Json::object();
    training["validation_esr"] = *wishes.validation_esr;
    metadata["training"] = std::move(training);
  }
  model["metadata"] = std::move(metadata);
  return model;
}

void write_nam_metadata(const std::filesystem::path& nam, const std::filesystem::path& dataset,
                        const std::filesystem::path& out, const NamMetadataWishes& wishes) {
  Json model;
  try {
    model = foreign_json(foreign_text(nam));
  } catch (const std::exception& why) {
    throw SetupError(SetupKind::Data, fmt::format("{}: {}", nam.string(), why.what()),
                     "the model.nam that the trainer exported");
  }
  const Json merged = with_nam_metadata(std::move(model), open_dataset(dataset), wishes);
  const auto written = replace_text(out, compact_text(merged) + "\n");
  if (!written) throw SetupError(SetupKind::Data, written.error().detail, "another --out");
}

}  // namespace ampsweep::rig::formats
