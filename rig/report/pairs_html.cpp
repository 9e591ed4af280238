// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/pairs_html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "rig/report/assets.hpp"
#include "rig/report/html_table.hpp"
#include "rig/report/report_text.hpp"
#include "rig/verify/lateness.hpp"
#include "rig/verify/pair_gates.hpp"

namespace ampsweep::rig {
namespace {

/// "set" of "set/" too.
std::string folder_name(const std::filesystem::path& dir) {
  return (dir.has_filename() ? dir : dir.parent_path()).filename().string();
}

constexpr double kBarWidth = 220.0;
constexpr double kTrackWidth = 160.0;
constexpr double kTrackHeight = 28.0;
constexpr double kLeastTrackSpan = 1.0;  ///< samples; smaller wiggles are not blown up

std::string part(std::string_view id, std::string_view title, const std::string& body) {
  return fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n{}</section>\n", id, title, body);
}

/// Range of all intervals, so that bars can be compared down the page.
struct Scale {
  double from{1e300};
  double to{-1e300};
  explicit Scale(const PairSetReport& report) {
    for (const PairTake& take : report.takes) {
      if (!take.report.first_arrival) continue;
      from = std::min(from, take.report.first_arrival->from_samples);
      to = std::max(to, take.report.first_arrival->to_samples);
    }
    if (!(to > from)) to = from + 1.0;
  }
  [[nodiscard]] double place(double samples) const {
    return kBarWidth * (samples - from) / (to - from);
  }
};

std::string interval_bar(const FirstArrival& at, const Scale& scale) {
  return fmt::format(
      "<svg role=\"img\" aria-label=\"{:.1f} to {:.1f} samples\" width=\"{:.0f}\" height=\"14\">"
      "<rect x=\"{:.1f}\" y=\"4\" width=\"{:.1f}\" height=\"6\" fill=\"currentColor\" "
      "opacity=\"0.35\"/><circle cx=\"{:.1f}\" cy=\"7\" r=\"3\" fill=\"currentColor\"/></svg>",
      at.from_samples, at.to_samples, kBarWidth, scale.place(at.from_samples),
      std::max(2.0, scale.place(at.to_samples) - scale.place(at.from_samples)),
      scale.place(at.samples));
}

std::string track_line(const std::vector<DelayPoint>& track) {
  if (track.size() < 2) return "";
  double low = track.front().delay_samples;
  double high = low;
  for (const DelayPoint& point : track) {
    low = std::min(low, point.delay_samples);
    high = std::max(high, point.delay_samples);
  }
  const double span = std::max(kLeastTrackSpan, high - low);
  const double length = std::max(1e-9, track.back().at_s - track.front().at_s);
  std::string points;
  for (const DelayPoint& point : track) {
    points +=
        fmt::format("{:.1f},{:.1f} ", kTrackWidth * (point.at_s - track.front().at_s) / length,
                    kTrackHeight - 2.0 - (kTrackHeight - 4.0) * (point.delay_samples - low) / span);
  }
  return fmt::format(
      "<svg role=\"img\" aria-label=\"delay over time, {:.2f} samples from lowest to highest\" "
      "width=\"{:.0f}\" height=\"{:.0f}\"><polyline points=\"{}\" fill=\"none\" "
      "stroke=\"currentColor\"/></svg>",
      high - low, kTrackWidth, kTrackHeight, points);
}

std::string fault_table(const PairSetReport& report) {
  const auto faults = report.all_faults();
  if (faults.empty()) return "<p class=\"none\">No fault was found.</p>\n";
  HtmlTable table("faults", HtmlTable::Order::Fixed);
  table.column("File", HtmlTable::Column::Text).column("Fault", HtmlTable::Column::Text);
  table.column("What, and what to do", HtmlTable::Column::Text);
  for (const FileFault& found : faults) {
    table.row().text(found.file).text(to_string(found.fault.code)).text(found.fault.detail);
  }
  return table.finish();
}

std::string pair_table(const PairSetReport& report) {
  const Scale scale(report);
  using Kind = HtmlTable::Column;
  HtmlTable table("pairs", HtmlTable::Order::Fixed);
  table.column("Target", Kind::Text).column("Input", Kind::Text).column("Arrival", Kind::Number);
  table.column("From", Kind::Number).column("To", Kind::Number).column("Interval", Kind::Text);
  table.column("Drift, ppm", Kind::Number).column("Slips", Kind::Number);
  table.column("Delay over time", Kind::Text).column("Polarity", Kind::Number);
  table.column("Bandwidth, Hz", Kind::Number).column("Best possible ESR", Kind::Number);
  table.column("Peak, dBFS", Kind::Number).column("Faults", Kind::Number);
  for (const PairTake& take : report.takes) {
    if (!take.measured) continue;
    const PairReport& pair = take.report;
    table.row().text(take.pair.target).text(take.pair.input);
    const FirstArrival at =
        pair.first_arrival.value_or(FirstArrival{std::nan(""), std::nan(""), std::nan("")});
    table.number(at.samples, 2).number(at.from_samples, 1).number(at.to_samples, 1);
    table.markup(pair.first_arrival ? interval_bar(at, scale) : "", "");
    table.number(pair.drift_ppm.value_or(std::nan("")), 3);
    table.whole(static_cast<long long>(pair.slips.size()));
    table.markup(track_line(pair.track), "");
    table.whole(pair.polarity);
    table.number(pair.y.history.bandwidth_hz.value_or(std::nan("")), 0);
    const auto esr = best_possible_esr(pair.y);
    table.text(esr ? fmt::format("{:.2g}", *esr) : std::string());
    table.number(pair.y.peak_dbfs, 1);
    table.whole(static_cast<long long>(pair.faults.size()));
  }
  return table.finish();
}

std::string knob_table(const PairSetFigures& set) {
  if (set.knobs.empty()) return "";
  using Kind = HtmlTable::Column;
  HtmlTable table("knobs", HtmlTable::Order::Fixed);
  table.column("Knob", Kind::Text).column("Values", Kind::Number).column("Lowest", Kind::Number);
  table.column("Highest", Kind::Number).column("Largest gap from", Kind::Number);
  table.column("to", Kind::Number);
  for (const LabelCoverage& knob : set.knobs) {
    table.row().text(knob.knob).whole(static_cast<long long>(knob.values.size()));
    table.number(knob.values.front(), 3).number(knob.values.back(), 3);
    table.number(knob.gap_from, 3).number(knob.gap_to, 3);
  }
  return "<h3>What the labels cover</h3>\n" + table.finish();
}

std::string set_part(const PairSetReport& report) {
  const PairSetFigures& set = report.figures;
  std::string body;
  if (set.delay_samples) {
    body += fmt::format(
        "<p>Delay {} samples (median), spread {}. {}</p>\n", number(*set.delay_samples, 2),
        number(*set.delay_spread_samples, 2),
        set.common_from_samples
            ? fmt::format("One delay from {} to {} fits every pair.",
                          number(*set.common_from_samples, 1), number(*set.common_to_samples, 1))
            : std::string("No one delay fits every pair."));
  }
  using Kind = HtmlTable::Column;
  HtmlTable table("gates", HtmlTable::Order::Fixed);
  table.column("Gate", Kind::Text).column("Limit", Kind::Number).column("Worst", Kind::Number);
  table.column("Unit", Kind::Text).column("Where", Kind::Text).column("Failed", Kind::Number);
  for (const GateSummary& gate : pair_gates(report)) {
    table.row().text(gate.name).number(gate.limit, 3).number(gate.worst, 3).text(gate.unit);
    table.text(gate.worst_file).whole(gate.failed);
  }
  body += table.finish() + knob_table(set);
  for (const std::string& note : notes_of_set(report))
    body += "<p class=\"note\">" + html(note) + "</p>\n";
  return body;
}

std::string head_card(const PairSetReport& report) {
  const std::size_t faults = report.all_faults().size();
  const std::size_t late = late_pairs(report);
  const char* css = report.ok() && late == 0        ? "complete"
                    : report.ok()                   ? "incomplete"
                    : report.stopped && faults == 0 ? "incomplete"
                                                    : "damaged";
  const std::string verdict =
      report.stopped ? fmt::format("Stopped, {} faults so far", faults)
      : faults > 0   ? fmt::format("{} faults", faults)
      : late > 0 ? fmt::format("No fault, but {} of {} pairs are late", late, report.takes.size())
                 : std::string("No fault");
  return fmt::format(
      "<header class=\"card\">\n<h1>{}</h1>\n<p class=\"verdict {}\">{}</p>\n"
      "<p class=\"note\">{} pairs, {} measured; paired: {}</p>\n</header>\n",
      html(folder_name(report.dir)), css, verdict, report.takes.size(), report.figures.measured,
      html(report.how));
}

}  // namespace

std::string pairs_html(const PairSetReport& report) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "style-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>{} - Ampsweep verify</title>\n<style>\n{}</style>\n</head>\n<body>\n",
      html(folder_name(report.dir)), assets::style_css);
  out += head_card(report) + "<main>\n" + part("faults-section", "Faults", fault_table(report));
  out += part("pairs-section", "Pairs", pair_table(report));
  out += part("set-section", "The set", set_part(report));
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace ampsweep::rig
