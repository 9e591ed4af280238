// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/panels/dataset_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rig/gui/live_traces.hpp"

namespace ampsweep::rig::gui {
namespace {

constexpr double kUnmeasuredDb = -399.0;  // what a level is set to before it is measured

double level_value(double db) { return db <= kUnmeasuredDb ? kNoValue : db; }

TakeState state_of(const TakeRecord& record, bool in_use) {
  if (const AttemptRecord* accepted = record.accepted()) {
    return accepted->outcome->verdict.warnings.empty() ? TakeState::Accepted : TakeState::Flagged;
  }
  if (record.attempts.empty()) return TakeState::Waiting;
  if (record.attempts.back().outcome) return TakeState::Refused;
  return in_use ? TakeState::Sounding : TakeState::CutOff;
}

void add_figures(const AttemptRecord& record, TakeRow& row) {
  row.epoch = record.attempt.epoch;
  if (!record.outcome) return;
  const TakeMeasurements& m = record.outcome->measured;
  if (was_timed(record.outcome->verdict)) {
    row.delay_samples = m.delay_samples;
    row.drift_ppm = m.drift_ppm;
  }
  row.polarity = m.polarity;
  row.peak_dbfs_peak = level_value(m.peak.value());
  row.noise_dbfs_rms = level_value(m.noise.value());
  row.replicate_esr = m.replicate_esr.value_or(kNoValue);
  if (row.state == TakeState::Refused || row.state == TakeState::Flagged) {
    row.reason = why_refused(record.outcome->verdict);
  }
}

double value_of(const TakeRow& row, const RowOrder& order) {
  switch (order.by) {
    case RowValue::Take:
      return row.take;
    case RowValue::State:
      return static_cast<double>(row.state);
    case RowValue::Split:
      return static_cast<double>(row.split);
    case RowValue::Purpose:
      return static_cast<double>(row.purpose);
    case RowValue::Knob:
      return order.knob < row.knobs.size() ? row.knobs[order.knob] : kNoValue;
    case RowValue::Delay:
      return row.delay_samples;
    case RowValue::Drift:
      return row.drift_ppm;
    case RowValue::Polarity:
      return row.polarity;
    case RowValue::Peak:
      return row.peak_dbfs_peak;
    case RowValue::Noise:
      return row.noise_dbfs_rms;
    case RowValue::Esr:
      return row.replicate_esr;
    case RowValue::Attempts:
      return row.attempts;
    case RowValue::Epoch:
      return row.epoch > 0 ? row.epoch : kNoValue;
  }
  return kNoValue;
}

bool passes(const TakeRow& row, const RowFilter& filter) {
  if (filter.split && row.split != *filter.split) return false;
  switch (filter.show) {
    case ShowRows::All:
      return true;
    case ShowRows::Accepted:
      return row.state == TakeState::Accepted || row.state == TakeState::Flagged;
    case ShowRows::Refused:
      return row.state == TakeState::Refused;
    case ShowRows::Waiting:
      return row.state == TakeState::Waiting || row.state == TakeState::CutOff ||
             row.state == TakeState::Sounding;
    case ShowRows::Flagged:
      return row.state == TakeState::Flagged;
  }
  return true;
}

}  // namespace

const char* to_string(TakeState state) {
  switch (state) {
    case TakeState::Refused:
      return "refused";
    case TakeState::CutOff:
      return "cut off";
    case TakeState::Sounding:
      return "sounding";
    case TakeState::Waiting:
      return "waiting";
    case TakeState::Flagged:
      return "flagged";
    case TakeState::Accepted:
      return "accepted";
  }
  return "";
}

std::vector<TakeRow> take_rows(const Dataset& dataset) {
  std::vector<TakeRow> rows;
  rows.reserve(dataset.takes.size());
  for (const TakeRecord& record : dataset.takes) {
    TakeRow row;
    row.take = record.planned.id;
    row.state = state_of(record, dataset.in_use);
    row.split = record.planned.split;
    row.purpose = record.planned.purpose;
    for (const Knob& knob : dataset.rig.knobs) {
      const auto found = record.planned.setting.find(knob.id);
      row.knobs.push_back(found != record.planned.setting.end() ? found->second : kNoValue);
    }
    row.attempts = static_cast<int>(record.attempts.size());
    const AttemptRecord* shown = record.accepted();
    if (shown == nullptr && !record.attempts.empty()) shown = &record.attempts.back();
    if (shown != nullptr) add_figures(*shown, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<std::size_t> ordered_rows(const std::vector<TakeRow>& rows, const RowFilter& filter,
                                      const RowOrder& order) {
  struct Keyed {
    std::size_t row;
    double value;
  };
  std::vector<Keyed> keyed;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (passes(rows[i], filter)) keyed.push_back({i, value_of(rows[i], order)});
  }
  std::stable_sort(keyed.begin(), keyed.end(), [&](const Keyed& a, const Keyed& b) {
    if (std::isnan(a.value) || std::isnan(b.value)) {
      return !std::isnan(a.value) && std::isnan(b.value);
    }
    return order.falling ? a.value > b.value : a.value < b.value;
  });
  std::vector<std::size_t> places(keyed.size());
  std::transform(keyed.begin(), keyed.end(), places.begin(), [](const Keyed& k) { return k.row; });
  return places;
}

DatasetSummary summary_of(const Dataset& dataset) {
  DatasetSummary summary;
  summary.planned = static_cast<int>(dataset.plan.takes.size());
  summary.lost_rows = static_cast<int>(dataset.lost.size());
  summary.in_use = dataset.in_use;
  for (const TakeRecord& record : dataset.takes) {
    const auto refused = static_cast<int>(
        std::count_if(record.attempts.begin(), record.attempts.end(),
                      [](const AttemptRecord& one) { return one.outcome && !one.accepted(); }));
    summary.refused_attempts += refused;
    if (record.accepted() != nullptr) {
      ++summary.accepted;
    } else if (refused > dataset.plan.policy.retries) {
      ++summary.given_up;
    }
  }
  return summary;
}

std::string summary_text(const DatasetSummary& summary) {
  const auto count = [](int n, const char* noun) {
    return fmt::format("{} {}{}", n, noun, n == 1 ? "" : "s");
  };
  std::string text =
      fmt::format("{} of {} accepted", summary.accepted, count(summary.planned, "take"));
  text += ", " + count(summary.refused_attempts, "attempt") + " refused";
  if (summary.given_up > 0) text += ", " + count(summary.given_up, "take") + " given up";
  if (summary.lost_rows > 0) {
    text += ", " + count(summary.lost_rows, "row") + " of the ledger lost";
  }
  if (summary.in_use) return text + ", a session is writing it now";
  if (summary.accepted < summary.planned) text += ", incomplete";
  return text;
}

}  // namespace ampsweep::rig::gui
