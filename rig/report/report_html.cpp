// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/report_html.hpp"

#include <fmt/format.h>

#include "rig/report/assets.hpp"
#include "rig/report/chart_data.hpp"
#include "rig/report/knob_drift.hpp"
#include "rig/report/report_cards.hpp"
#include "rig/report/report_summary.hpp"
#include "rig/report/report_tables.hpp"
#include "rig/report/report_text.hpp"

namespace ampsweep::rig {
namespace {

/// Place for one chart; the script fills it, or puts the reason why there is nothing to see.
std::string chart(std::string_view id, std::string_view title, std::string_view note = {}) {
  return fmt::format(
      "<figure class=\"chart\"><figcaption>{1}</figcaption><div class=\"canvas\" "
      "id=\"{0}-box\"><canvas id=\"{0}\" role=\"img\" aria-label=\"{1}\"></canvas></div>"
      "<p class=\"note\" id=\"{0}-note\">{2}</p></figure>\n",
      id, title, note);
}

std::string choice(std::string_view id, std::string_view label) {
  return fmt::format("<label>{1} <select id=\"{0}\"></select></label>\n", id, label);
}

std::string section(std::string_view id, std::string_view title, std::string_view body) {
  return fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n{}</section>\n", id, title, body);
}

/// A table under a small heading; nothing at all when there is nothing to list.
std::string listed(std::string_view title, const std::string& table) {
  return table.empty() ? std::string{} : fmt::format("<h3>{}</h3>\n{}", title, table);
}

std::string plan_section(const ReportData& data) {
  return section("plan", "Plan coverage",
                 "<div class=\"legend\" id=\"split-legend\"></div>\n"
                 "<div id=\"coverage\" class=\"matrix\"></div>\n"
                 "<p class=\"note\" id=\"coverage-note\"></p>\n" +
                     coverage_numbers(data) +
                     "<h3>Visiting order</h3>\n<div id=\"order\" class=\"strips\"></div>\n"
                     "<p class=\"note\" id=\"order-note\"></p>\n");
}

std::string takes_section(const ReportData& data) {
  return section("takes-section", "Takes",
                 "<p class=\"controls\"><label>Filter <input type=\"search\" id=\"filter\" "
                 "placeholder=\"words, all must occur\"></label> <span id=\"filter-count\"></span> "
                 "<span class=\"note\">Click a heading to sort.</span></p>\n" +
                     takes_table(data) + listed("Takes without a sound file", missing_table(data)) +
                     listed("Refused attempts", refused_table(data)) +
                     listed("Figures that cannot be given", figures_table(data)) +
                     listed("Rows of the ledger that cannot be trusted", lost_table(data)));
}

std::string session_section(const ReportData& data) {
  const KnobTruth truth = knob_truth(data.dataset);
  return section(
      "session", "Session",
      "<div class=\"pair\">\n" + chart("delay", "Delay, deviation within its stream epoch") +
          chart("drift", "Clock drift within a take") + chart("loopback", "Loopback level") +
          chart("noise", "Noise floor, amp channel") +
          chart("reference", "Reference takes: change since the first") + "</div>\n" +
          listed("Gates: the value nearest to its limit", gates_table(data)) +
          listed("Knobs, as heard", knob_truth_table(data.dataset, truth)) +
          listed("Labels to look at", knob_findings_table(data.dataset, truth)) +
          listed("Drift against knobs", knob_drift_table(data)) +
          listed("Stream epochs", epochs_table(data)) + listed("Events", events_table(data)));
}

std::string amp_section() {
  return section(
      "amp", "The amp",
      "<p class=\"controls\">" + choice("pick", "Curves") + choice("colour", "Colour by") +
          "<span id=\"pick-note\" class=\"note\"></span></p>\n"
          "<div class=\"scale\" id=\"colour-scale\"></div>\n" +
          chart("response", "Linear response at each setting") +
          chart("idle", "Idle noise per third octave") + "<p class=\"controls\">" +
          choice("one-take", "Take") + choice("excitation", "Excitation") +
          "</p>\n<div class=\"pair\">\n" + chart("harmonics", "Harmonics against frequency") +
          chart("bars", "Harmonics at one frequency") + "</div>\n<p class=\"controls\">" +
          choice("knob", "Knob") + choice("knob-order", "Harmonic") + "</p>\n" +
          chart("against-knob", "Harmonic level against a knob"));
}

std::string head(const ReportData& data) {
  const std::string& name =
      data.dataset.rig.amp.empty() ? data.dataset.rig.name : data.dataset.rig.amp;
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
      "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n"
      "<title>{} – Ampsweep report</title>\n<style>\n{}</style>\n</head>\n",
      html(name), assets::style_css);
}

std::string script(std::string_view text) { return fmt::format("<script>\n{}</script>\n", text); }

}  // namespace

std::string report_html(const ReportData& data) {
  std::string out = head(data);
  out += "<body>\n" + header_card(data, summarise(data));
  out +=
      "<nav><a href=\"#plan\">Plan</a> <a href=\"#takes-section\">Takes</a> "
      "<a href=\"#session\">Session</a> <a href=\"#amp\">The amp</a> "
      "<a href=\"#method\">Method</a></nav>\n<main>\n";
  out += plan_section(data) + takes_section(data) + session_section(data) + amp_section();
  out += section("method", "Method and units", method_notes(data));
  out += "</main>\n<script type=\"application/json\" id=\"data\">";
  out += script_json(chart_data(data));
  out += "</script>\n";
  out += script(assets::chart_js) + script(assets::page_js) + script(assets::charts_js);
  out +=
      script(assets::session_charts_js) + script(assets::amp_charts_js) + script(assets::ready_js);
  return out + "</body>\n</html>\n";
}

}  // namespace ampsweep::rig
