// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/report_csv.hpp"

#include <cmath>
#include <limits>

#include "rig/dataset/metadata_csv.hpp"
#include "rig/model/csv_cell.hpp"
#include "rig/report/report_text.hpp"
#include "rig/report/session_series.hpp"
#include "rig/report/shown_value.hpp"

namespace ampsweep::rig {
namespace {

/// Rows of cells, commas between, LF at the end.
class CsvRows {
 public:
  CsvRows& text(const std::string& cell) { return raw(csv_text(valid_utf8(cell))); }
  CsvRows& whole(long long value) { return raw(std::to_string(value)); }
  CsvRows& exact(double value) { return raw(csv_number(value)); }
  CsvRows& fixed(double value, int decimals) { return raw(csv_fixed(value, decimals)); }
  CsvRows& empty(std::size_t cells) {
    for (std::size_t i = 0; i < cells; ++i) raw({});
    return *this;
  }
  void end_row() {
    out_ += '\n';
    first_ = true;
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  CsvRows& raw(const std::string& cell) {
    if (!first_) out_ += ',';
    first_ = false;
    out_ += cell;
    return *this;
  }
  std::string out_;
  bool first_{true};
};

void header(CsvRows& rows, std::initializer_list<const char*> names) {
  for (const char* name : names) rows.text(name);
}

void take_header(CsvRows& rows, const Dataset& dataset) {
  header(rows, {"take", "split", "purpose", "block", "state", "attempts"});
  for (const Knob& knob : dataset.rig.knobs) {
    rows.text(knob.id + "_printed");
    rows.text(knob.id + "_normalised");
  }
  header(rows, {"epoch", "started_utc", "delay_samples", "delay_sigma_samples", "drift_ppm",
                "polarity", "peak_dbfs_peak", "noise_dbfs_rms", "dc_full_scale", "loopback_gain_db",
                "replicate_esr", "early_energy_db", "reason"});
  rows.end_row();
}

void knob_cells(CsvRows& rows, const Knob& knob, const TakeRecord& record) {
  if (const auto value = shown_value(record, knob)) {
    rows.exact(value->printed).exact(value->normalised);
  } else {
    rows.empty(2);
  }
}

void measured_cells(CsvRows& rows, const AttemptRecord& accepted) {
  const TakeMeasurements& m = accepted.outcome->measured;
  rows.whole(accepted.attempt.epoch).text(accepted.attempt.started);
  rows.fixed(m.delay_samples, 6).fixed(m.delay_sigma_samples, 6).fixed(m.drift_ppm, 6);
  rows.whole(m.polarity).fixed(m.peak.value(), 3).fixed(m.noise.value(), 3).exact(m.dc);
  rows.fixed(m.loopback_gain_db.value_or(kNaN), 5).exact(m.replicate_esr.value_or(kNaN));
  rows.fixed(m.early_energy_db, 2);
}

void level_cells(CsvRows& rows, const HarmonicCurve& curve, std::size_t point) {
  rows.fixed(curve.level_db[point], 4).fixed(curve.phase_deg[point], 3);
  rows.fixed(curve.limit_db[point], 2);
}

}  // namespace

std::string takes_csv(const ReportData& data) {
  CsvRows rows;
  take_header(rows, data.dataset);
  for (std::size_t i = 0; i < data.dataset.takes.size(); ++i) {
    const TakeRecord& record = data.dataset.takes[i];
    rows.whole(record.planned.id).text(to_string(record.planned.split));
    rows.text(to_string(record.planned.purpose)).whole(record.planned.block);
    rows.text(to_string(take_state(data, i)));
    rows.whole(static_cast<long long>(record.attempts.size()));
    for (const Knob& knob : data.dataset.rig.knobs) knob_cells(rows, knob, record);
    if (const AttemptRecord* accepted = record.accepted(); accepted != nullptr) {
      measured_cells(rows, *accepted);
    } else {
      rows.empty(12);
    }
    rows.text(reason(data, i)).end_row();
  }
  return rows.take();
}

std::string delay_csv(const ReportData& data) {
  CsvRows rows;
  header(rows, {"sequence", "take", "epoch", "started_utc", "delay_samples",
                "delay_deviation_samples", "delay_sigma_samples", "drift_ppm", "drift_sigma_ppm",
                "loopback_gain_db", "noise_dbfs_rms"});
  rows.end_row();
  for (const SessionPoint& point : session_points(data)) {
    const TakeRecord& record = data.dataset.takes[point.index];
    const AttemptRecord& accepted = *record.accepted();
    const TakeMeasurements& m = accepted.outcome->measured;
    rows.whole(point.sequence).whole(record.planned.id).whole(point.epoch);
    rows.text(accepted.attempt.started).fixed(m.delay_samples, 6);
    rows.fixed(point.delay_deviation_samples, 6).fixed(m.delay_sigma_samples, 6);
    rows.fixed(m.drift_ppm, 6).fixed(m.drift_sigma_ppm, 6);
    rows.fixed(m.loopback_gain_db.value_or(kNaN), 5).fixed(m.noise.value(), 3).end_row();
  }
  return rows.take();
}

std::string response_csv(const ReportData& data) {
  CsvRows rows;
  header(rows, {"take", "hz", "level_db", "phase_deg", "limit_db"});
  rows.end_row();
  for (std::size_t i = 0; i < data.figures.size(); ++i) {
    if (data.figures[i].orders.empty()) continue;
    const HarmonicCurve& linear = data.figures[i].orders.front();
    for (std::size_t k = 0; k < data.grid.response_hz.size(); ++k) {
      rows.whole(data.dataset.takes[i].planned.id).fixed(data.grid.response_hz[k], 3);
      level_cells(rows, linear, k);
      rows.end_row();
    }
  }
  return rows.take();
}

std::string harmonics_csv(const ReportData& data) {
  CsvRows rows;
  header(rows, {"take", "order", "excitation_hz", "hz", "level_dbc", "limit_dbc", "level_db",
                "phase_deg", "limit_db"});
  rows.end_row();
  for (std::size_t i = 0; i < data.figures.size(); ++i) {
    for (const HarmonicCurve& curve : data.figures[i].orders) {
      if (curve.order == 1) continue;
      for (std::size_t k = 0; k < data.grid.harmonic_hz.size(); ++k) {
        const double hz = data.grid.harmonic_hz[k];
        const RelativeLevel relative = relative_level(data, i, curve.order, k);
        rows.whole(data.dataset.takes[i].planned.id).whole(curve.order);
        rows.fixed(hz, 3).fixed(hz * curve.order, 3);
        rows.fixed(relative.dbc, 4).fixed(relative.limit_dbc, 2);
        level_cells(rows, curve, k);
        rows.end_row();
      }
    }
  }
  return rows.take();
}

}  // namespace ampsweep::rig
