// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/report_html.hpp"

#include <doctest/doctest.h>

#include <string>

#include "rig/dataset/json.hpp"
#include "rig/report/chart_data.hpp"
#include "tests/rig/report/sample_report.hpp"

namespace ampsweep::rig {
namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const auto start = text.find(from);
  REQUIRE(start != std::string::npos);
  const auto begin = start + from.size();
  return text.substr(begin, text.find(to, begin) - begin);
}

const std::string kHostile = "</script><img src=x onerror=alert(1)>\xE2\x80\xA8\"'&";

ReportData hostile_report() {
  ReportData data = sample_report(10);
  Dataset& d = data.dataset;
  d.rig.name = d.rig.amp = d.plan.name = d.software = d.uuid = d.rig.load.kind = kHostile;
  for (Knob& knob : d.rig.knobs) knob.label = kHostile;
  d.rig.knobs[2].positions = {kHostile, kHostile, kHostile};
  for (Epoch& epoch : d.epochs) epoch.stream = epoch.started = kHostile;
  for (Event& event : d.events) event.kind = event.text = event.at = kHostile;
  d.lost = {{kHostile, kHostile, kHostile}};
  for (TakeRecord& record : d.takes) {
    for (AttemptRecord& attempt : record.attempts) {
      attempt.attempt.started = kHostile;
      attempt.outcome->raw_file = kHostile;
      for (Gate& gate : attempt.outcome->verdict.gates) gate.name = gate.unit = kHostile;
      for (Fault& fault : attempt.outcome->verdict.faults) fault.detail = kHostile;
      attempt.outcome->verdict.warnings = {{FaultCode::Silent, kHostile}};
    }
  }
  data.figures[5].file_fault->detail = kHostile;
  data.figures[6].missing = {kHostile};
  return data;
}

}  // namespace

TEST_SUITE_BEGIN("unit");

TEST_CASE("report page: no label anywhere becomes markup or ends a script") {
  const std::string plain = report_html(sample_report(10));
  const std::string page = report_html(hostile_report());

  CHECK(page.find("<img") == std::string::npos);
  CHECK(count(page, "<script") == count(plain, "<script"));
  CHECK(count(page, "</script") == count(page, "<script"));
  CHECK(count(page, "&lt;img src=x onerror=alert(1)&gt;") > 40);
  const std::string embedded = between(page, "id=\"data\">", "</script>");
  CHECK(embedded.find('<') == std::string::npos);
  CHECK(embedded.find("\xE2\x80\xA8") == std::string::npos);
  CHECK(Json::parse(embedded).at("knobs")[0].at("label") == kHostile);
}

TEST_CASE("report page: refers to nothing outside itself") {
  const std::string page = report_html(sample_report(10));

  for (const char* reference : {"http:", "https:", "src=", "@import", "url(", "//cdn", "<link"}) {
    INFO(reference);
    CHECK(page.find(reference) == std::string::npos);
  }
  CHECK(count(page, "href=\"") == count(page, "href=\"#"));
  CHECK(page.find("default-src 'none'") != std::string::npos);
  CHECK(page.find("Chart.js v") != std::string::npos);  // and its licence line
}

TEST_CASE("report page: says what each take became, and why") {
  const std::string page = report_html(sample_report(10));

  CHECK(page.find("7 of 10 takes good") != std::string::npos);
  CHECK(count(page, "<tr class=\"accepted\">") == 7);
  CHECK(page.find("takes/00005.wav ends early") != std::string::npos);
  CHECK(page.find("clipped: 3 clipped runs: lower the input gain") != std::string::npos);
  CHECK(page.find("not attempted yet") != std::string::npos);
}

TEST_CASE("report page: a dataset without takes, knobs or sweep is still a page") {
  const ReportData nothing;
  const std::string page = report_html(nothing);
  CHECK(page.find("The plan holds no takes.") != std::string::npos);
  CHECK(page.ends_with("</html>\n"));
}

TEST_CASE("report page: equal data gives equal bytes") {
  CHECK(report_html(sample_report(20)) == report_html(sample_report(20)));
}

TEST_CASE("chart data: a figure that cannot be given is null, not 0") {
  const Json data = chart_data(sample_report(10));
  CHECK(data.at("curves")[9].is_null());
  CHECK(data.at("curves")[5].is_null());
  CHECK(data.at("curves")[0].at("harmonics")[8].back().is_null());
  CHECK(data.at("session").size() == 8);
}

TEST_CASE("chart data: 2500 takes embed 834 curves or fewer, and each costs less than 8 kB") {
  const ReportData report = sample_report(2500);
  const Json data = chart_data(report);
  std::size_t curves = 0;
  for (const Json& curve : data.at("curves")) curves += curve.is_null() ? 0U : 1U;
  CHECK(curves == 832);  // every third, less take 3 (refused) and the last (waiting)
  CHECK(data.at("takes").size() == 2500);
  CHECK(data.dump().size() < 8000 * 834);
}

TEST_SUITE_END();

}  // namespace ampsweep::rig
