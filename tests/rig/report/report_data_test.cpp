// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/report_data.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "rig/report/report_summary.hpp"
#include "tests/rig/report/sample_report.hpp"

namespace ampsweep::rig {
namespace {

/// One take, one point: fundamental at 6 dB, H2 at -34 dB, H3 at -14 dB, H4 below -100 dB.
ReportData three_harmonics() {
  ReportData data;
  data.grid.response_hz = {500.0, 1000.0};
  data.grid.harmonic_hz = {1000.0};
  data.figures.resize(1);
  data.figures[0].orders = {{1, {-3.0, 6.0}, {0.0, 0.0}, {-90.0, -91.0}, -80.0},
                            {2, {-34.0}, {0.0}, {-100.0}, -80.0},
                            {3, {-14.0}, {0.0}, {-100.0}, -80.0},
                            {4, {kNaN}, {kNaN}, {-100.0}, -80.0}};
  return data;
}

}  // namespace

TEST_SUITE_BEGIN("unit");

TEST_CASE("report data: harmonics are told re the fundamental at the same excitation frequency") {
  const ReportData data = three_harmonics();

  CHECK(relative_level(data, 0, 2, 0).dbc == doctest::Approx(-40.0));
  CHECK(relative_level(data, 0, 3, 0).dbc == doctest::Approx(-20.0));
  CHECK(std::isnan(relative_level(data, 0, 4, 0).dbc));
  CHECK(relative_level(data, 0, 4, 0).limit_dbc == doctest::Approx(-106.0));
  CHECK(std::isnan(relative_level(data, 0, 9, 0).limit_dbc));
  CHECK(relative_level(data, 0, 1, 0).dbc == doctest::Approx(0.0));
}

TEST_CASE("report data: the harmonic sum adds powers of measured orders only") {
  ReportData data = three_harmonics();
  CHECK(harmonic_sum_dbc(data, 0, 0) == doctest::Approx(10.0 * std::log10(1e-4 + 1e-2)));

  for (auto& curve : data.figures[0].orders) {
    if (curve.order > 1) curve.level_db[0] = kNaN;
  }
  CHECK(std::isnan(harmonic_sum_dbc(data, 0, 0)));
}

TEST_CASE("report data: the nearest point is looked for in octaves, within a sixth of one") {
  const std::vector<double> hz{100.0, 200.0, 400.0};
  CHECK(nearest_point(hz, 210.0) == 1);
  CHECK(nearest_point(hz, 191.0) == 1);
  CHECK(nearest_point(hz, 95.0) == 0);
  CHECK(nearest_point(hz, 420.0) == 2);
  CHECK_FALSE(nearest_point(hz, 283.0));
  CHECK_FALSE(nearest_point(hz, 0.0));
  CHECK_FALSE(nearest_point({}, 100.0));
}

TEST_CASE("report data: every way a take can end has its state and its reason") {
  ReportData data = sample_report(10);
  data.dataset.takes[4].attempts.back().outcome.reset();
  data.dataset.takes[6].attempts.back().outcome->verdict.warnings = {
      {FaultCode::Silent, "a gain knob is at its end"}};

  CHECK(take_state(data, 0) == TakeState::Accepted);
  CHECK(reason(data, 0).empty());
  CHECK(take_state(data, 3) == TakeState::Refused);
  CHECK(reason(data, 3) == "attempt 2 refused: 3 clipped runs: lower the input gain");
  CHECK(take_state(data, 4) == TakeState::Unfinished);
  CHECK(take_state(data, 5) == TakeState::Damaged);
  CHECK(reason(data, 5) == "takes/00005.wav ends early");
  CHECK(reason(data, 6) == "a gain knob is at its end");
  CHECK(take_state(data, 9) == TakeState::Waiting);
}

TEST_CASE("report summary: counts every take once and puts damage before absence") {
  ReportData data = sample_report(10);
  ReportSummary summary = summarise(data);
  CHECK(summary.planned == 10);
  CHECK(summary.accepted == 7);
  CHECK(summary.damaged == 1);
  CHECK(summary.missing == 2);
  CHECK(summary.refused_attempts == 2);
  CHECK(summary.overall == Overall::Damaged);
  CHECK(summary.words == "Damaged: 1 take file is not what the ledger says; 7 of 10 takes good.");

  data.figures[5].file_fault.reset();
  summary = summarise(data);
  CHECK(summary.overall == Overall::Incomplete);
  CHECK(summary.words == "Incomplete: 8 of 10 takes accepted, 2 still missing.");

  data.dataset.lost = {{"outcomes", "take 2 attempt 1", "digest"}};
  CHECK(summarise(data).overall == Overall::Damaged);
  CHECK(summarise(sample_report(4)).words == "Complete: all 4 takes of the plan accepted.");
  CHECK(summarise(sample_report(0)).overall == Overall::Incomplete);
}

TEST_SUITE_END();

}  // namespace ampsweep::rig
