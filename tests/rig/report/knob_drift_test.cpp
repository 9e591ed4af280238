// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: a knob turned along with the drift, in closed form.
#include "rig/report/knob_drift.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "rig/report/session_series.hpp"
#include "tests/rig/report/sample_report.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kDbPerTake = 0.1;

/// References (takes 0, 8, 16) that drift by kDbPerTake a take; after the last nothing is known.
ReportData drifting() {
  ReportData data = sample_report(24);
  for (const SessionPoint& point : session_points(data)) {
    if (point.index != 8 && point.index != 16) continue;
    for (double& level : data.figures[point.index].orders.front().level_db) {
      level += kDbPerTake * (point.sequence - 1);
    }
  }
  return data;
}

int sequence_of_last_reference(const ReportData& data) {
  return reference_drift(data).back().sequence;
}

}  // namespace

TEST_SUITE_BEGIN("unit");

TEST_CASE("knob drift: a knob turned along with the drift has all of it, one that stands none") {
  ReportData data = drifting();
  const int last = sequence_of_last_reference(data);
  const Knob& along = data.dataset.rig.knobs.front();
  const Knob& still = data.dataset.rig.knobs.at(1);
  for (const SessionPoint& point : session_points(data)) {
    PlannedTake& take = data.dataset.takes[point.index].planned;
    if (take.split != Split::Train) continue;
    const double drift = kDbPerTake * (std::min(point.sequence, last) - 1);
    take.setting[along.id] = along.minimum + (along.maximum - along.minimum) * drift / 4.0;
    take.setting[still.id] = still.minimum;
  }

  const auto knobs = knob_drift(data);

  REQUIRE(knobs.size() == data.dataset.rig.knobs.size());
  CHECK(knobs[0].id == along.id);
  CHECK(knobs[0].correlation == doctest::Approx(1.0));
  CHECK(knobs[0].db_per_travel == doctest::Approx(4.0));
  CHECK(std::isnan(knobs[1].correlation));
  CHECK(std::isnan(knobs[1].db_per_travel));
  CHECK(knob_drift_table(data).find("4.0000") != std::string::npos);
}

TEST_CASE("knob drift: nothing without two references to read it from") {
  ReportData data = drifting();
  for (auto& figures : data.figures) figures.orders.clear();
  CHECK(knob_drift(data).empty());
  CHECK(knob_drift_table(data).empty());
}

TEST_SUITE_END();

}  // namespace ampsweep::rig
