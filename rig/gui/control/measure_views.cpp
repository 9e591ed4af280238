// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/measure_views.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <utility>

#include "rig/dataset/dataset_reader.hpp"
#include "rig/measure/measure_dataset.hpp"

namespace ampsweep::rig::gui {
namespace {

bool repeated(const std::vector<MeasuredTakeRecord>& takes, const Setting& setting) {
  return std::count_if(takes.begin(), takes.end(), [&](const MeasuredTakeRecord& one) {
           return one.take->planned.setting == setting;
         }) > 1;
}

}  // namespace

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
