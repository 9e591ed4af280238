// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/report_cards.hpp"

#include <fmt/format.h>

#include "rig/report/html_table.hpp"
#include "rig/report/plan_coverage.hpp"
#include "rig/report/report_text.hpp"

namespace ampsweep::rig {
namespace {

std::string fact(std::string_view name, std::string_view value) {
  return value.empty()
             ? std::string{}
             : fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", html(name), html(value));
}

std::string load_text(const LoadSpec& load) {
  if (load.kind == "none") return "none (line level)";
  return fmt::format("{}, {:.3g} ohms, rated {:.4g} W, amp {:.4g} W", load.kind,
                     load.impedance.value(), load.rating.value(), load.amp_power.value());
}

std::string audio_text(const Dataset& dataset) {
  return fmt::format("{}, {} Hz, {} frames a period, {}", to_string(dataset.rig.audio.api),
                     dataset.rate.value(), dataset.rig.audio.period_frames,
                     dataset.epochs.size() == 1
                         ? "one stream epoch"
                         : fmt::format("{} stream epochs", dataset.epochs.size()));
}

std::string knobs_text(const Rig& rig) {
  std::string text;
  for (const Knob& knob : rig.knobs) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} ({})", knob.label.empty() ? knob.id : knob.label,
                        actuator_kind(knob.control));
  }
  return text;
}

/// "2026-11-21T10:00:00.000Z" as "2026-11-21 10:00:00"; anything else as it is.
std::string readable_time(const std::string& iso) {
  if (iso.size() < 20 || iso[10] != 'T' || iso.back() != 'Z') return iso;
  return iso.substr(0, 10) + " " + iso.substr(11, 8);
}

std::string session_text(const Dataset& dataset) {
  if (dataset.epochs.empty()) return {};
  const std::string from = readable_time(dataset.epochs.front().started);
  const std::string to = dataset.events.empty() ? "" : readable_time(dataset.events.back().at);
  return from + (to.empty() ? "" : " to " + to) + " UTC";
}

std::string tile(std::string_view value, std::string_view name) {
  return fmt::format("<div class=\"tile\"><b>{}</b><span>{}</span></div>\n", value, name);
}

}  // namespace

std::string header_card(const ReportData& data, const ReportSummary& summary) {
  const Dataset& d = data.dataset;
  const double take_s = d.rate.value() > 0 ? seconds(d.length, d.rate).value() : 0.0;
  std::string out = fmt::format("<header class=\"card\">\n<h1>{}</h1>\n",
                                html(d.rig.amp.empty() ? d.rig.name : d.rig.amp));
  out += fmt::format("<p class=\"verdict {0}\" id=\"verdict\">{1}</p>\n",
                     to_string(summary.overall), html(summary.words));
  out += "<div class=\"tiles\">\n";
  out += tile(fmt::format("{}", summary.accepted),
              fmt::format("of {} takes accepted", summary.planned));
  out += tile(fmt::format("{}", summary.missing), "still missing");
  out += tile(fmt::format("{}", summary.refused_attempts), "attempts refused");
  out += tile(fmt::format("{}", summary.damaged), "damaged files");
  out += tile(rig::number(take_s, 1) + " s", "per take");
  out += "</div>\n<dl class=\"facts\">\n";
  out += fact("Rig", d.rig.name) + fact("Load", load_text(d.rig.load));
  out += fact("Audio", audio_text(d)) + fact("Knobs", knobs_text(d.rig));
  out += fact("Plan", d.plan.name) + fact("Session", session_text(d));
  out += fact("Made by", d.software) + fact("Dataset", d.uuid);
  return out + "</dl>\n</header>\n";
}

std::string coverage_numbers(const ReportData& data) {
  using Column = HtmlTable::Column;
  const PlanCoverage coverage = plan_coverage(data);
  HtmlTable splits("split-table", HtmlTable::Order::Fixed);
  splits.column("Split", Column::Text).column("Planned", Column::Number);
  splits.column("Accepted", Column::Number);
  for (const auto& [split, count] : coverage.splits) {
    splits.row().text(to_string(split)).whole(static_cast<long long>(count.planned));
    splits.whole(static_cast<long long>(count.accepted));
  }
  HtmlTable knobs("knob-table", HtmlTable::Order::Fixed);
  knobs.column("Knob", Column::Text).column("Positions", Column::Number);
  knobs.column("Lowest", Column::Number, "0..1 of the travel");
  knobs.column("Highest", Column::Number, "0..1 of the travel");
  knobs.column("Largest gap", Column::Number,
               "widest stretch of the travel without a training setting, 0..1");
  knobs.column(
      "r(order)", Column::Number,
      "correlation of the knob with the visiting order: drift looks like this knob when it "
      "is far from 0");
  for (const KnobCoverage& knob : coverage.knobs) {
    knobs.row().text(knob.id).whole(static_cast<long long>(knob.positions));
    knobs.number(knob.lowest, 2).number(knob.highest, 2).number(knob.largest_gap, 2);
    knobs.number(knob.time_correlation, 2);
  }
  std::string out =
      "<div class=\"numbers\">\n" + splits.finish() + knobs.finish() + "<p class=\"note\">";
  if (!coverage.worst_pair.empty()) {
    out += fmt::format("Most correlated knobs over the training settings: {}, |r| = {}. ",
                       html(coverage.worst_pair), rig::number(coverage.worst_pair_correlation, 2));
  }
  if (coverage.farthest_held_out) {
    out += fmt::format(
        "Held-out settings lie {} to {} of the travel from their nearest training "
        "setting (largest knob difference).",
        rig::number(*coverage.nearest_held_out, 2), rig::number(*coverage.farthest_held_out, 2));
  }
  return out + "</p>\n</div>\n";
}

}  // namespace ampsweep::rig
