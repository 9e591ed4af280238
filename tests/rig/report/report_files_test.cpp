// SPDX-License-Identifier: GPL-3.0-or-later
// CSV and JSON of a report made by hand.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "rig/dataset/json.hpp"
#include "rig/report/report_csv.hpp"
#include "rig/report/report_json.hpp"
#include "tests/rig/report/sample_report.hpp"

namespace ampsweep::rig {
namespace {

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) all.push_back(line);
  return all;
}

long commas(const std::string& line) { return std::count(line.begin(), line.end(), ','); }

}  // namespace

TEST_SUITE_BEGIN("unit");

TEST_CASE("report CSV: every planned take is a row and every row has every column") {
  const auto rows = lines(takes_csv(sample_report(10)));
  REQUIRE(rows.size() == 11);
  CHECK(
      rows[0].starts_with("take,split,purpose,block,state,attempts,gain_printed,gain_normalised,"));
  for (const auto& row : rows) CHECK(commas(row) == commas(rows[0]));
  CHECK(rows[4].starts_with("3,validation,holdout,0,refused,2,"));
  CHECK(rows[4].ends_with(",attempt 2 refused: 3 clipped runs: lower the input gain"));
}

TEST_CASE("report CSV: text that a spreadsheet would run as a formula is defused") {
  ReportData data = sample_report(8);
  data.dataset.rig.knobs[0].id = "=cmd()";
  data.dataset.takes[3].attempts.back().outcome->verdict.faults[0].detail = "+1\",\n2";
  data.figures[5].file_fault->detail = "@SUM(A1)";

  const std::string csv = takes_csv(data);

  CHECK(csv.find(",=cmd()") == std::string::npos);
  CHECK(csv.find("'=cmd()_printed") != std::string::npos);
  CHECK(csv.find(",'@SUM(A1)\n") != std::string::npos);
  CHECK(csv.find("\"attempt 2 refused: +1\"\",\n2\"") != std::string::npos);
}

TEST_CASE(
    "report CSV: a harmonic below its limit is an empty cell beside the limit, never a zero") {
  ReportData data = sample_report(1);
  data.grid.response_hz = {1000.0};
  data.grid.harmonic_hz = {1000.0};
  data.figures[0].orders = {{1, {6.0}, {10.0}, {-95.0}, -80.0},
                            {2,
                             {std::numeric_limits<double>::quiet_NaN()},
                             {std::numeric_limits<double>::quiet_NaN()},
                             {-98.0},
                             -5.0},
                            {3, {-34.0}, {-20.0}, {-97.5}, -80.0}};

  const auto rows = lines(harmonics_csv(data));

  CHECK(rows[0] == "take,order,excitation_hz,hz,level_dbc,limit_dbc,level_db,phase_deg,limit_db");
  CHECK(rows[1] == "0,2,1000.000,2000.000,,-104.00,,,-98.00");
  CHECK(rows[2] == "0,3,1000.000,3000.000,-40.0000,-103.50,-34.0000,-20.000,-97.50");
  CHECK(lines(response_csv(data))[1] == "0,1000.000,6.0000,10.000,-95.00");
}

TEST_CASE("report CSV: delay rows stand in time order with their epoch") {
  const auto rows = lines(delay_csv(sample_report(30)));
  REQUIRE(rows.size() == 29);  // take 3 refused, take 29 waiting
  CHECK(rows[1].starts_with("1,0,1,2026-11-21T10:00:00.000Z,1000.25"));
  CHECK(rows[4].starts_with("4,4,1,"));
  CHECK(rows[28].starts_with("28,28,2,"));
}

TEST_CASE("report JSON: schema, units in keys, null for what cannot be given") {
  const Json json = Json::parse(report_json(sample_report(10)));

  CHECK(json.at("schema") == "ampsweep-report-1");
  CHECK(json.at("summary").at("overall") == "damaged");
  CHECK(json.at("summary").at("takes_accepted") == 7);
  CHECK(json.at("takes").size() == 10);
  CHECK(json.at("takes")[9].at("accepted").is_null());
  CHECK(json.at("takes")[9].at("figures").is_null());
  CHECK(json.at("takes")[5].at("state") == "damaged");
  CHECK(json.at("takes")[5].at("figures").at("orders").empty());
  const Json& orders = json.at("takes")[0].at("figures").at("orders");
  REQUIRE(orders.size() == 10);
  CHECK(orders[0].at("level_db").size() == json.at("response_excitation_hz").size());
  CHECK(orders[9].at("level_db").size() == json.at("harmonics_excitation_hz").size());
  CHECK(orders[9].at("level_db").back().is_null());  // 160 kHz
  CHECK(json.at("attempts_refused").size() == 2);
  CHECK(json.at("attempts_refused")[0].at("faults")[0].at("code") == "clipped");
  CHECK(json.at("coverage").at("splits").at("train").at("planned") == 6);
  CHECK(json.at("session").at("epochs").size() == 2);
}

TEST_CASE("report JSON: hostile labels stay text and broken UTF-8 does not stop it") {
  ReportData data = sample_report(2);
  data.dataset.rig.amp = "</script>\xFF\"\\";
  const Json json = Json::parse(report_json(data));
  CHECK(json.at("dataset").at("amp") == "</script>\xEF\xBF\xBD\"\\");
}

TEST_SUITE_END();

}  // namespace ampsweep::rig
