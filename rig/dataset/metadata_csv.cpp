// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/metadata_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "rig/dataset/dataset_files.hpp"
#include "rig/dataset/knob_truth.hpp"
#include "rig/dataset/take_json.hpp"
#include "rig/model/csv_cell.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::array kBefore{"file_name", "input_file", "split", "purpose",
                             "take",      "attempt",    "epoch", "block"};
constexpr std::array kAfter{"delay_samples",
                            "delay_sigma_samples",
                            "drift_ppm",
                            "drift_sigma_ppm",
                            "drift_corrected",
                            "time_source",
                            "polarity",
                            "peak_dbfs",
                            "noise_dbfs_rms",
                            "replicate_esr",
                            "best_possible_esr",
                            "early_energy_db",
                            "headroom_samples",
                            "dc",
                            "loopback_gain_db",
                            "xruns",
                            "flags",
                            "started",
                            "sha256"};
constexpr std::array kPerKnob{"", "_norm", "_uncertainty", "_source"};

std::set<std::string> fixed_columns() {
  std::set<std::string> taken(kBefore.begin(), kBefore.end());
  taken.insert(kAfter.begin(), kAfter.end());
  return taken;
}

std::string header(const Dataset& dataset) {
  std::vector<std::string> cells(kBefore.begin(), kBefore.end());
  for (const std::string& column : knob_columns(dataset.rig.knobs, fixed_columns())) {
    for (const char* suffix : kPerKnob) cells.push_back(csv_text(column + suffix));
  }
  cells.insert(cells.end(), kAfter.begin(), kAfter.end());
  return fmt::format("{}\n", fmt::join(cells, ","));
}

std::string optional_number(const std::optional<double>& value) {
  return value ? csv_number(*value) : std::string();
}

std::string flags(const std::vector<Fault>& warnings) {
  std::string text;
  for (const Fault& warning : warnings) {
    if (!text.empty()) text += ';';
    text += to_string(warning.code);
  }
  return text;
}

/// What the actuator says of its label, and what was heard against it.
double doubt(const KnobLabel& label, const KnobTruth& truth, int take) {
  return std::hypot(label.uncertainty, truth.doubt(take, label.id));
}

void add_labels(const std::vector<Knob>& knobs, const Attempt& attempt, const KnobTruth& truth,
                std::vector<std::string>& cells) {
  for (const Knob& knob : knobs) {
    const auto label = std::find_if(attempt.labels.begin(), attempt.labels.end(),
                                    [&](const KnobLabel& l) { return l.id == knob.id; });
    if (label == attempt.labels.end()) {
      cells.insert(cells.end(), kPerKnob.size(), "");
      continue;
    }
    cells.push_back(csv_number(label->printed));
    cells.push_back(csv_number(label->normalised));
    cells.push_back(csv_number(doubt(*label, truth, attempt.take)));
    cells.emplace_back(to_string(label->source));
  }
}

void add_measurements(const AttemptRecord& record, std::vector<std::string>& cells) {
  const Outcome& outcome = *record.outcome;
  const TakeMeasurements& m = outcome.measured;
  const std::array<std::string, kAfter.size()> values{csv_number(m.delay_samples),
                                                      csv_number(m.delay_sigma_samples),
                                                      csv_number(m.drift_ppm),
                                                      csv_number(m.drift_sigma_ppm),
                                                      m.drift_corrected ? "true" : "false",
                                                      to_string(m.time_source),
                                                      fmt::format("{}", m.polarity),
                                                      csv_number(m.peak.value()),
                                                      csv_number(m.noise.value()),
                                                      optional_number(m.replicate_esr),
                                                      optional_number(m.best_possible_esr),
                                                      csv_number(m.early_energy_db),
                                                      csv_number(m.headroom_samples),
                                                      csv_number(m.dc),
                                                      optional_number(m.loopback_gain_db),
                                                      fmt::format("{}", m.xruns),
                                                      csv_text(flags(outcome.verdict.warnings)),
                                                      csv_text(record.attempt.started),
                                                      csv_text(outcome.take_sha256)};
  cells.insert(cells.end(), values.begin(), values.end());
}

std::string row(const Dataset& dataset, const KnobTruth& truth, const TakeRecord& take,
                const AttemptRecord& record) {
  std::vector<std::string> cells{
      csv_text(record.outcome->take_file),     kInputFile,
      to_string(take.planned.split),           to_string(take.planned.purpose),
      fmt::format("{}", take.planned.id),      fmt::format("{}", record.attempt.number),
      fmt::format("{}", record.attempt.epoch), fmt::format("{}", take.planned.block)};
  add_labels(dataset.rig.knobs, record.attempt, truth, cells);
  add_measurements(record, cells);
  return fmt::format("{}\n", fmt::join(cells, ","));
}

}  // namespace

std::string metadata_csv(const Dataset& dataset) {
  std::string text = header(dataset);
  const KnobTruth truth = knob_truth(dataset);
  for (const TakeRecord& take : dataset.takes) {
    if (const AttemptRecord* record = take.accepted()) text += row(dataset, truth, take, *record);
  }
  return text;
}

std::vector<std::string> knob_columns(const std::vector<Knob>& knobs, std::set<std::string> taken) {
  std::vector<std::string> columns;
  for (const Knob& knob : knobs) {
    std::string name = knob.id;
    const auto clashes = [&] {
      return std::any_of(kPerKnob.begin(), kPerKnob.end(),
                         [&](const char* suffix) { return taken.contains(name + suffix); });
    };
    while (clashes()) name.insert(0, "knob_");
    for (const char* suffix : kPerKnob) taken.insert(name + suffix);
    columns.push_back(name);
  }
  return columns;
}

}  // namespace ampsweep::rig
