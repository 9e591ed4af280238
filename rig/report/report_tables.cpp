// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/report_tables.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rig/dataset/knob_truth_text.hpp"
#include "rig/report/html_table.hpp"
#include "rig/report/report_text.hpp"

namespace ampsweep::rig {
namespace {

using Column = HtmlTable::Column;

std::string finished(HtmlTable& table) { return table.empty() ? std::string{} : table.finish(); }

std::string fault_text(const std::vector<Fault>& faults) {
  std::string text;
  for (const Fault& fault : faults) {
    if (!text.empty()) text += "; ";
    text += fault.detail.empty() ? to_string(fault.code)
                                 : fmt::format("{}: {}", to_string(fault.code), fault.detail);
  }
  return text.empty() ? "no reason recorded" : text;
}

/// The gate that came nearest to refusing, over all accepted takes.
struct WorstGate {
  Gate gate;
  int take{0};
  std::size_t takes{0};
};

double margin(const Gate& gate) { return gate.limit - gate.value; }

std::vector<WorstGate> worst_gates(const Dataset& dataset) {
  std::vector<WorstGate> worst;  // in the order the judge weighs them
  for (const TakeRecord& record : dataset.takes) {
    const AttemptRecord* accepted = record.accepted();
    if (accepted == nullptr) continue;
    for (const Gate& gate : accepted->outcome->verdict.gates) {
      auto at = worst.begin();
      while (at != worst.end() && at->gate.name != gate.name) ++at;
      if (at == worst.end()) at = worst.insert(at, {gate, record.planned.id, 0});
      ++at->takes;
      if (margin(gate) < margin(at->gate)) {
        at->gate = gate;
        at->take = record.planned.id;
      }
    }
  }
  return worst;
}

}  // namespace

std::string refused_table(const ReportData& data) {
  HtmlTable table("refused", HtmlTable::Order::Sortable);
  table.column("Take", Column::Number).column("Attempt", Column::Number);
  table.column("Setting", Column::Text).column("Started, UTC", Column::Text);
  table.column("Why", Column::Text).column("Kept as", Column::Text);
  for (const TakeRecord& record : data.dataset.takes) {
    for (const AttemptRecord& attempt : record.attempts) {
      if (!attempt.outcome || attempt.accepted()) continue;
      table.row().whole(record.planned.id).whole(attempt.attempt.number);
      table.text(describe(data.dataset.rig.knobs, record.planned.setting));
      table.text(attempt.attempt.started).text(fault_text(attempt.outcome->verdict.faults));
      table.text(attempt.outcome->raw_file);
    }
  }
  return finished(table);
}

std::string missing_table(const ReportData& data) {
  HtmlTable table("missing", HtmlTable::Order::Sortable);
  table.column("Take", Column::Number).column("State", Column::Text);
  table.column("Split", Column::Text).column("Setting", Column::Text).column("Why", Column::Text);
  for (std::size_t i = 0; i < data.dataset.takes.size(); ++i) {
    const TakeState state = take_state(data, i);
    if (state == TakeState::Accepted) continue;
    const PlannedTake& planned = data.dataset.takes[i].planned;
    table.row(to_string(state)).whole(planned.id).text(to_string(state));
    table.text(to_string(planned.split));
    table.text(describe(data.dataset.rig.knobs, planned.setting)).text(reason(data, i));
  }
  return finished(table);
}

std::string figures_table(const ReportData& data) {
  HtmlTable table("unmeasured", HtmlTable::Order::Fixed);
  table.column("Take", Column::Number).column("Figure", Column::Text);
  for (std::size_t i = 0; i < data.figures.size(); ++i) {
    for (const std::string& why : data.figures[i].missing) {
      table.row().whole(data.dataset.takes[i].planned.id).text(why);
    }
  }
  return finished(table);
}

std::string gates_table(const ReportData& data) {
  HtmlTable table("gates", HtmlTable::Order::Fixed);
  table.column("Gate", Column::Text).column("Worst accepted", Column::Number);
  table.column("Limit", Column::Number).column("Unit", Column::Text);
  table.column("In take", Column::Number).column("Takes judged", Column::Number);
  for (const WorstGate& worst : worst_gates(data.dataset)) {
    table.row().text(worst.gate.name).text(fmt::format("{:.4g}", worst.gate.value), "num");
    table.text(fmt::format("{:.4g}", worst.gate.limit), "num").text(worst.gate.unit);
    table.whole(worst.take).whole(static_cast<long long>(worst.takes));
  }
  return finished(table);
}

std::string knob_truth_table(const Dataset& dataset, const KnobTruth& truth) {
  HtmlTable table("knobs-heard", HtmlTable::Order::Fixed);
  table.column("Knob", Column::Text);
  table.column("Detectable at a revisit", Column::Number,
               "smallest error that shows, of the travel");
  table.column("Detectable at one take", Column::Number, "from all other takes");
  table.column("Worst revisit", Column::Number).column("Hysteresis", Column::Number);
  table.column("Worst take", Column::Number).column("In take", Column::Number);
  for (const KnobHealth& knob : truth.knobs) {
    const Knob* known = find_knob(dataset.rig, knob.knob);
    table.row().text(known == nullptr || known->label.empty() ? knob.knob : known->label);
    table.text(travel_text(knob.detectable_at_revisit), "num");
    table.text(travel_text(knob.detectable_at_take), "num");
    table.text(travel_text(knob.revisit_error), "num").text(travel_text(knob.hysteresis), "num");
    table.text(travel_text(knob.left_out_error), "num");
    table.text(knob.left_out_take < 0 ? "–" : fmt::format("{}", knob.left_out_take), "num");
  }
  return finished(table);
}

std::string knob_findings_table(const Dataset& dataset, const KnobTruth& truth) {
  HtmlTable table("knob-findings", HtmlTable::Order::Fixed);
  table.column("What the sound says", Column::Text);
  for (const KnobFinding& finding : truth.findings) {
    table.row().text(finding_text(dataset.rig, finding));
  }
  return finished(table);
}

std::string epochs_table(const ReportData& data) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  HtmlTable table("epochs", HtmlTable::Order::Fixed);
  table.column("Epoch", Column::Number).column("Started, UTC", Column::Text);
  table.column("Stream", Column::Text).column("Rate, Hz", Column::Number);
  table.column("Period, frames", Column::Number).column("Delay, samples", Column::Number);
  table.column("Loopback offset, samples", Column::Number);
  table.column("Loopback gain, dB", Column::Number);
  for (const Epoch& epoch : data.dataset.epochs) {
    table.row().whole(epoch.number).text(epoch.started).text(epoch.stream);
    table.whole(epoch.rate.value()).whole(epoch.period_frames);
    table.number(epoch.delay_samples.value_or(nan), 4);
    table.number(epoch.loopback_offset_samples.value_or(nan), 4);
    table.number(epoch.loopback_gain_db.value_or(nan), 3);
  }
  return finished(table);
}

std::string events_table(const ReportData& data) {
  HtmlTable table("events", HtmlTable::Order::Fixed);
  table.column("At, UTC", Column::Text).column("Kind", Column::Text).column("What", Column::Text);
  for (const Event& event : data.dataset.events) {
    table.row().text(event.at).text(event.kind).text(event.text);
  }
  return finished(table);
}

std::string lost_table(const ReportData& data) {
  HtmlTable table("lost", HtmlTable::Order::Fixed);
  table.column("Table", Column::Text).column("Row", Column::Text).column("Why", Column::Text);
  for (const LostRow& row : data.dataset.lost) {
    table.row("damaged").text(row.table).text(row.key).text(row.reason);
  }
  return finished(table);
}

}  // namespace ampsweep::rig
