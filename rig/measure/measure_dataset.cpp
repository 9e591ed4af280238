// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/measure_dataset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "analysis/parallel_for.hpp"
#include "rig/dataset/dataset_reader.hpp"
#include "rig/dataset/durable_file.hpp"
#include "rig/dataset/json.hpp"
#include "rig/dataset/stimulus_builder.hpp"
#include "rig/dataset/take_reader.hpp"
#include "rig/measure/headline_figures.hpp"
#include "rig/measure/measurement_json.hpp"
#include "rig/measure/warm_up_output.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;

constexpr Hertz kWarmUpFrequency{1000.0};

/// The programme that was played, made again and compared with what the dataset says it was.
Result<signals::MeasurementProgramme> programme_of(const Dataset& dataset) {
  if (!dataset.plan.stimulus.suite) {
    return tl::unexpected(
        Fault{FaultCode::FormatMismatch, "this dataset holds training takes, no measurement"});
  }
  auto programme =
      signals::measurement_programme(measurement_wish(dataset.plan.stimulus, dataset.rate));
  round_to_24_bit(programme.stimulus);
  if (stimulus_hash(programme.stimulus) != dataset.stimulus_hash) {
    return tl::unexpected(
        Fault{FaultCode::FormatMismatch, "this measurement was captured by another version (" +
                                             dataset.software + ") with another programme"});
  }
  return programme;
}

std::vector<const TakeRecord*> accepted_takes(const Dataset& dataset) {
  std::vector<const TakeRecord*> takes;
  for (const TakeRecord& take : dataset.takes) {
    if (take.accepted() != nullptr) takes.push_back(&take);
  }
  return takes;
}

Setting labelled_setting(const TakeRecord& take) {
  Setting setting;
  for (const KnobLabel& label : take.accepted()->attempt.labels) setting[label.id] = label.printed;
  return setting;
}

/// The offset that was in force when the take was recorded.
double loopback_offset(const Dataset& dataset, int epoch) {
  for (const Epoch& one : dataset.epochs) {
    if (one.number == epoch) return one.loopback_offset_samples.value_or(0.0);
  }
  return 0.0;
}

Result<TakeMeasurement> measure_record(const Dataset& dataset,
                                       const signals::MeasurementProgramme& programme,
                                       const AttemptRecord& record) {
  const Outcome& outcome = *record.outcome;
  const auto take = read_take(dataset, outcome);
  if (!take) return tl::unexpected(take.error());
  const double headroom = outcome.measured.headroom_samples;
  const auto loopback = channel_index(dataset.rig.audio.inputs, "loopback");
  if (!loopback) return measure_take(programme, *take, headroom);
  const auto raw = read_raw(dataset, outcome);
  if (!raw) return tl::unexpected(raw.error());
  return measure_take(
      programme, *take, headroom,
      RecordedPair{raw->channels.front(), raw->channels[*loopback], outcome.measured.delay_samples,
                   loopback_offset(dataset, record.attempt.epoch)});
}

std::vector<KnobEffects> effects_of(const Dataset& dataset,
                                    const std::vector<MeasuredTakeRecord>& takes) {
  std::vector<Setting> settings;
  std::vector<TakeMeasurement> all;
  for (const MeasuredTakeRecord& take : takes) {
    settings.push_back(labelled_setting(*take.take));
    all.push_back(take.measured);
  }
  return knob_effects(dataset.rig.knobs, settings, figure_series(all));
}

/// The suite's sweep is read at third octaves: the one at `at`.
std::optional<SweepReading> reading_of(const TakeMeasurement& measured, Hertz at) {
  if (!measured.sweep || !measured.sweep->figures) return std::nullopt;
  const auto& points = measured.sweep->figures->orders.front().points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (std::abs(points[i].hz / at.value() - 1.0) > 0.01) continue;
    return SweepReading{points[i].level_db, thd_above_limit(measured.distortion[i])};
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<MeasuredTakeRecord>> measure_dataset(const Dataset& dataset,
                                                        const MeasureProgress& progress,
                                                        const std::stop_token& stop) {
  const auto programme = programme_of(dataset);
  if (!programme) return tl::unexpected(programme.error());
  const auto takes = accepted_takes(dataset);
  std::vector<MeasuredTakeRecord> measured(takes.size());
  std::mutex guard;
  std::optional<Fault> broken;
  int done = 0;
  const bool whole = analysis::parallel_for(
      takes.size(), 0,
      [&](std::size_t i) {
        auto found = measure_record(dataset, *programme, *takes[i]->accepted());
        const std::lock_guard lock(guard);
        if (found) {
          measured[i] = {takes[i], std::move(*found)};
        } else {
          broken = found.error();
        }
        if (progress) progress(++done, static_cast<int>(takes.size()));
      },
      stop);
  if (broken) return tl::unexpected(*broken);
  if (!whole) return tl::unexpected(Fault{FaultCode::Stopped, "measuring was stopped"});
  return measured;
}

Result<TakesTogether> together(const Dataset& dataset,
                               const std::vector<MeasuredTakeRecord>& takes) {
  if (takes.size() < 2) return {};
  const bool repeated = std::all_of(takes.begin(), takes.end(), [&](const auto& take) {
    return take.take->planned.setting == dataset.plan.reference;
  });
  if (!repeated) return TakesTogether{effects_of(dataset, takes), {}};
  auto series =
      reference_series(dataset, kWarmUpFrequency,
                       [&](const AttemptRecord& attempt) -> Result<std::optional<SweepReading>> {
                         for (const MeasuredTakeRecord& take : takes) {
                           if (take.take->accepted() == &attempt)
                             return reading_of(take.measured, kWarmUpFrequency);
                         }
                         return std::nullopt;
                       });
  if (!series) return tl::unexpected(series.error());
  return TakesTogether{{}, std::move(*series)};
}

Result<std::vector<fs::path>> write_measurements(const Dataset& dataset,
                                                 const std::vector<MeasuredTakeRecord>& takes,
                                                 const TakesTogether& all) {
  const fs::path folder = dataset.dir / kMeasureFolder;
  std::error_code error;
  fs::create_directory(folder, error);
  if (error || !fs::is_directory(fs::symlink_status(folder))) {
    return tl::unexpected(
        Fault{FaultCode::WriteFailed, folder.string() + " is no folder to write to"});
  }
  std::vector<fs::path> files;
  const auto write = [&](const std::string& name,
                         const nlohmann::ordered_json& json) -> Result<void> {
    const fs::path path = folder / name;
    const auto text = indented_text(json) + "\n";
    if (const auto written = replace_text(path, text); !written) {
      return tl::unexpected(written.error());
    }
    files.push_back(path);
    return {};
  };
  for (const MeasuredTakeRecord& take : takes) {
    const auto json = measurement_json(take.measured, {dataset, *take.take->accepted()});
    if (auto done = write(fmt::format("{:05}.json", take.take->planned.id), json); !done) {
      return tl::unexpected(done.error());
    }
  }
  if (!all.knobs.empty()) {
    if (auto done = write(kKnobsFile, knobs_json(all.knobs)); !done) {
      return tl::unexpected(done.error());
    }
  }
  if (all.warm_up) {
    const auto json = warm_up_json(*all.warm_up, analysis::warm_up(all.warm_up->readings));
    if (auto done = write(kWarmUpFile, json); !done) return tl::unexpected(done.error());
  }
  return files;
}

}  // namespace ampsweep::rig
