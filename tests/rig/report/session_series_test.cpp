// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/session_series.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/rig/report/sample_report.hpp"

namespace ampsweep::rig {

TEST_SUITE_BEGIN("unit");

TEST_CASE("session series: takes stand in the order they sounded, whatever the plan's order") {
  ReportData data = sample_report(6);
  data.dataset.takes[1].attempts.back().attempt.started = "2026-11-22T00:00:00.000Z";

  const auto points = session_points(data);

  REQUIRE(points.size() == 6);
  CHECK(points[0].index == 0);
  CHECK(points[1].index == 2);
  CHECK(points[5].index == 1);
  CHECK(points[5].sequence == 6);
}

TEST_CASE("session series: a clock that was set back between two streams turns nothing around") {
  ReportData data = sample_report(6);
  for (std::size_t i = 3; i < 6; ++i) {
    auto& attempt = data.dataset.takes[i].attempts.back().attempt;
    attempt.epoch += 1;
    attempt.started = "2000-01-01T00:00:00Z";
  }
  const auto points = session_points(data);
  REQUIRE(points.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) CHECK(points[i].index == i);
}

TEST_CASE("session series: delay deviates from the first accepted take of its own epoch") {
  ReportData data = sample_report(6);
  const double delays[] = {100.0, 100.25, 99.5, 700.0, 700.125, 700.0};
  for (std::size_t i = 0; i < 6; ++i) {
    auto& attempt = data.dataset.takes[i].attempts.back();
    attempt.attempt.epoch = i < 3 ? 1 : 2;
    attempt.outcome->measured.delay_samples = delays[i];
  }

  const auto points = session_points(data);

  const double expected[] = {0.0, 0.25, -0.5, 0.0, 0.125, 0.0};
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(points[i].delay_deviation_samples == doctest::Approx(expected[i]));
  }
}

TEST_CASE("session series: refused and waiting takes are not on the time line") {
  CHECK(session_points(sample_report(10)).size() == 8);  // the damaged one did sound
}

TEST_CASE("reference drift: a gain of 0.3 dB is told as 0.3 dB, and its worst band by name") {
  ReportData data = sample_report(24);  // references: 0, 8, 16
  for (double& level : data.figures[8].orders.front().level_db) level += 0.3;
  const auto band = nearest_point(data.grid.response_hz, 2000.0);
  data.figures[16].orders.front().level_db[*band] -= 1.5;

  const auto drift = reference_drift(data);

  REQUIRE(drift.size() == 3);
  CHECK(drift[0].level_db == doctest::Approx(0.0));
  CHECK(drift[1].level_db == doctest::Approx(0.3));
  CHECK(drift[1].worst_band_db == doctest::Approx(0.3));
  CHECK(drift[2].worst_band_db == doctest::Approx(-1.5));
  CHECK(drift[2].worst_band_hz == doctest::Approx(2000.0));
  CHECK(drift[2].level_db < 0.0);
}

TEST_CASE("reference drift: without a response there is no drift, rather than zero drift") {
  ReportData data = sample_report(24);
  for (auto& figures : data.figures) figures.orders.clear();
  CHECK(reference_drift(data).empty());
}

TEST_SUITE_END();

}  // namespace ampsweep::rig
