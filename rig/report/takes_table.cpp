// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <map>

#include "rig/report/html_table.hpp"
#include "rig/report/report_tables.hpp"
#include "rig/report/report_text.hpp"
#include "rig/report/session_series.hpp"
#include "rig/report/shown_value.hpp"

namespace ampsweep::rig {
namespace {

using Column = HtmlTable::Column;

const char* sign_of(TakeState state) {
  switch (state) {
    case TakeState::Accepted:
      return "✓";
    case TakeState::Damaged:
    case TakeState::Refused:
      return "✗";
    case TakeState::Unfinished:
    case TakeState::Waiting:
      return "…";
  }
  return "";
}

void headings(HtmlTable& table, const Rig& rig) {
  table.column("Plot", Column::Text, "draw this take in the response and harmonics charts");
  table.column("Take", Column::Number).column("Verdict", Column::Text);
  table.column("Split", Column::Text).column("Purpose", Column::Text);
  for (const Knob& knob : rig.knobs) {
    table.column(knob.label.empty() ? knob.id : knob.label, Column::Number, knob.id);
  }
  table.column("Epoch", Column::Number);
  table.column("Δ delay, samples", Column::Number, "from the first accepted take of the epoch");
  table.column("Drift, ppm", Column::Number)
      .column("Peak, dBFS", Column::Number, "raw, amp channel");
  table.column("Noise, dBFS RMS", Column::Number).column("Replicate ESR", Column::Number);
  table.column("H2–H10 at 250 Hz, dBc", Column::Number, "power sum of the measured orders");
  table.column("Gates", Column::Text).column("Remarks", Column::Text);
}

std::string gate_list(const Verdict& verdict) {
  std::size_t passed = 0;
  std::string rows;
  for (const Gate& gate : verdict.gates) {
    passed += gate.passed ? 1 : 0;
    rows += fmt::format("<li{}>{}: {} ≤ {} {}</li>", gate.passed ? "" : " class=\"bad\"",
                        html(gate.name), html(fmt::format("{:.4g}", gate.value)),
                        html(fmt::format("{:.4g}", gate.limit)), html(gate.unit));
  }
  return fmt::format("<details><summary>{} of {}</summary><ul>{}</ul></details>", passed,
                     verdict.gates.size(), rows);
}

/// Named position of a switch (a label read back may stand a little off it), else the number.
void knob_cell(HtmlTable& table, const Knob& knob, const TakeRecord& record) {
  const auto value = shown_value(record, knob);
  const double printed = value ? value->printed : kNaN;
  const double position = std::round(printed);
  const bool named = position >= 0.0 && position < static_cast<double>(knob.positions.size());
  if (named) {
    table.markup(html(knob.positions[static_cast<std::size_t>(position)]), csv_fixed(position, 0));
  } else {
    table.number(printed, 2);
  }
}

void measured_cells(HtmlTable& table, const AttemptRecord& accepted, double deviation,
                    double harmonics) {
  const TakeMeasurements& m = accepted.outcome->measured;
  table.whole(accepted.attempt.epoch).number(deviation, 4).number(m.drift_ppm, 4);
  table.number(m.peak.value() > -300.0 ? m.peak.value() : kNaN, 1);
  table.number(m.noise.value() > -300.0 ? m.noise.value() : kNaN, 1);
  const double esr = m.replicate_esr.value_or(kNaN);
  table.markup(std::isfinite(esr) ? fmt::format("{:.1e}", esr) : "–", csv_fixed(esr, 12));
  table.number(harmonics, 1);
  table.markup(gate_list(accepted.outcome->verdict),
               std::to_string(accepted.outcome->verdict.gates.size()));
}

std::string plot_box(const ReportData& data, std::size_t index) {
  if (data.figures[index].orders.empty()) return "";
  return fmt::format(
      "<input type=\"checkbox\" class=\"plot\" data-i=\"{}\" "
      "aria-label=\"plot take {}\">",
      index, data.dataset.takes[index].planned.id);
}

void take_row(HtmlTable& table, const ReportData& data, std::size_t index, double deviation) {
  const TakeRecord& record = data.dataset.takes[index];
  const TakeState state = take_state(data, index);
  table.row(to_string(state)).markup(plot_box(data, index), "").whole(record.planned.id);
  table.text(fmt::format("{} {}", sign_of(state), to_string(state)), "state");
  table.text(to_string(record.planned.split)).text(to_string(record.planned.purpose));
  for (const Knob& knob : data.dataset.rig.knobs) knob_cell(table, knob, record);
  if (const AttemptRecord* accepted = record.accepted(); accepted != nullptr) {
    const auto point = nearest_point(data.grid.harmonic_hz, kTableExcitationHz);
    measured_cells(table, *accepted, deviation,
                   point ? harmonic_sum_dbc(data, index, *point) : kNaN);
  } else {
    for (int cell = 0; cell < 8; ++cell) table.text("");
  }
  table.text(reason(data, index), "remark");
}

}  // namespace

std::string takes_table(const ReportData& data) {
  std::map<std::size_t, double> deviation;
  for (const SessionPoint& point : session_points(data)) {
    deviation[point.index] = point.delay_deviation_samples;
  }
  HtmlTable table("takes", HtmlTable::Order::Sortable);
  headings(table, data.dataset.rig);
  for (std::size_t i = 0; i < data.dataset.takes.size(); ++i) {
    const auto found = deviation.find(i);
    take_row(table, data, i, found == deviation.end() ? kNaN : found->second);
  }
  return table.finish();
}

}  // namespace ampsweep::rig
