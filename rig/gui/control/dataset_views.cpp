// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/dataset_views.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/take_reader.hpp"
#include "rig/measure/measure_dataset.hpp"

namespace ampsweep::rig::gui {
namespace {

const AttemptRecord* find_attempt(const TakeRecord& record, int attempt) {
  if (attempt == 0) {
    if (const AttemptRecord* accepted = record.accepted()) return accepted;
    return record.attempts.empty() ? nullptr : &record.attempts.back();
  }
  for (const AttemptRecord& one : record.attempts) {
    if (one.attempt.number == attempt) return &one;
  }
  return nullptr;
}

/// The take itself, or of a refused attempt the amp's channel as it was recorded.
Result<std::vector<float>> sound_of(const Dataset& dataset, const AttemptRecord& record) {
  if (record.accepted()) return read_take(dataset, *record.outcome);
  auto raw = read_raw(dataset, *record.outcome);
  if (!raw) return tl::unexpected(raw.error());
  return std::move(raw->channels.front());
}

bool repeated(const std::vector<MeasuredTakeRecord>& takes, const Setting& setting) {
  return std::count_if(takes.begin(), takes.end(), [&](const MeasuredTakeRecord& one) {
           return one.take->planned.setting == setting;
         }) > 1;
}

}  // namespace

TakeView view_take(const Dataset& dataset, int take, int attempt) {
  TakeView view;
  view.take = take;
  view.rate = dataset.rate;
  const TakeRecord* record = find_take(dataset, take);
  const AttemptRecord* found = record != nullptr ? find_attempt(*record, attempt) : nullptr;
  if (found == nullptr) {
    view.error = "nothing was recorded of this take yet";
    return view;
  }
  view.attempt = found->attempt.number;
  if (!found->outcome || found->outcome->raw_file.empty()) {
    view.error = "this attempt was cut off before there was a recording";
    return view;
  }
  auto sound = sound_of(dataset, *found);
  if (sound) {
    view.sound = std::make_shared<const std::vector<float>>(std::move(*sound));
  } else {
    view.error = sound.error().detail;
  }
  return view;
}

std::vector<MeasuredSetting> view_measurement(const std::string& dir, Keep keep,
                                              const std::function<void(int, int)>& progress,
                                              const std::stop_token& stop) {
  const Dataset dataset = open_dataset(dir);
  const auto measured = measure_dataset(dataset, progress, stop);
  if (!measured) {
    throw SetupError(SetupKind::Data, measured.error().detail,
                     "choose a folder that the Measure room or `ampsweep measure` wrote");
  }
  const auto all = together(dataset, *measured);
  if (!all) throw SetupError(SetupKind::Data, all.error().detail, "verify the dataset");
  if (keep == Keep::Written) {
    const auto written = write_measurements(dataset, *measured, *all);
    if (!written) throw SetupError(SetupKind::Data, written.error().detail, "free the disk");
  }
  const auto rig = std::make_shared<const Rig>(dataset.rig);
  const auto warm_up =
      all->warm_up ? std::make_shared<const ReferenceSeries>(*all->warm_up) : nullptr;
  const std::string folder = std::filesystem::path(dir).lexically_normal().filename().string();
  std::vector<MeasuredSetting> settings;
  for (const MeasuredTakeRecord& take : *measured) {
    const Setting& setting = take.take->planned.setting;
    const int number = take.take->planned.id;
    std::string name = folder + ": " + describe(dataset.rig.knobs, setting);
    if (repeated(*measured, setting)) name += " take " + std::to_string(number);
    settings.push_back({std::move(name), dir, number, setting, rig, warm_up,
                        std::make_shared<const TakeMeasurement>(take.measured)});
  }
  return settings;
}

std::string free_measure_dir(const std::string& out, const std::string& rig) {
  std::string name;
  for (const char c : rig) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
    name += plain ? static_cast<char>(std::tolower(static_cast<unsigned char>(c))) : '-';
  }
  for (int n = 1;; ++n) {
    const auto dir = std::filesystem::path(out) / ("measure-" + name + "-" + std::to_string(n));
    std::error_code unreadable;  // a folder that cannot be looked at says so when it is written to
    if (!std::filesystem::exists(dir, unreadable)) return dir.string();
  }
}

}  // namespace ampsweep::rig::gui
