// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/plan_coverage.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/rig/report/sample_report.hpp"

namespace ampsweep::rig {
namespace {

/// Two knobs, one train take per pair; nothing was captured.
ReportData planned(const std::vector<std::pair<double, double>>& settings) {
  ReportData data;
  data.dataset.rig.knobs.resize(2);
  data.dataset.rig.knobs[0].id = "gain";
  data.dataset.rig.knobs[1].id = "bass";
  for (const auto& [gain, bass] : settings) {
    TakeRecord record;
    record.planned.setting = {{"gain", gain}, {"bass", bass}};
    data.dataset.takes.push_back(record);
  }
  data.figures.resize(settings.size());
  return data;
}

}  // namespace

TEST_SUITE_BEGIN("unit");

TEST_CASE("plan coverage: positions, range and the widest hole of each knob") {
  const PlanCoverage coverage = plan_coverage(planned({{0, 5}, {2, 5}, {7, 5}, {9, 5}}));

  REQUIRE(coverage.knobs.size() == 2);
  CHECK(coverage.knobs[0].positions == 4);
  CHECK(coverage.knobs[0].lowest == doctest::Approx(0.0));
  CHECK(coverage.knobs[0].highest == doctest::Approx(0.9));
  CHECK(coverage.knobs[0].largest_gap == doctest::Approx(0.5));
  CHECK(coverage.knobs[0].time_correlation > 0.9);
  CHECK(coverage.knobs[1].positions == 1);
  CHECK(coverage.knobs[1].largest_gap == doctest::Approx(0.5));
  CHECK(std::isnan(coverage.knobs[1].time_correlation));
}

TEST_CASE("plan coverage: held-out takes do not count in the correlation with the order") {
  ReportData data = planned({{5, 5}, {2, 5}, {8, 5}, {5, 5}, {10, 5}});
  CHECK(plan_coverage(data).knobs[0].time_correlation > 0.5);
  data.dataset.takes[4].planned.split = Split::Test;
  CHECK(plan_coverage(data).knobs[0].time_correlation == doctest::Approx(0.316228));
}

TEST_CASE("plan coverage: the pair of knobs that moves together is named") {
  const PlanCoverage together = plan_coverage(planned({{0, 10}, {5, 5}, {10, 0}}));
  CHECK(together.worst_pair == "gain / bass");
  CHECK(together.worst_pair_correlation == doctest::Approx(1.0));
  CHECK(plan_coverage(planned({{0, 0}, {10, 0}, {0, 10}, {10, 10}})).worst_pair_correlation ==
        doctest::Approx(0.0));
}

TEST_CASE("plan coverage: held-out settings are as far as their nearest training setting") {
  ReportData data = planned({{0, 0}, {10, 10}, {2, 1}, {7, 9}});
  data.dataset.takes[2].planned.split = Split::Validation;
  data.dataset.takes[3].planned.split = Split::Test;

  const PlanCoverage coverage = plan_coverage(data);

  CHECK(*coverage.nearest_held_out == doctest::Approx(0.2));
  CHECK(*coverage.farthest_held_out == doctest::Approx(0.3));
  CHECK_FALSE(plan_coverage(planned({{0, 0}})).farthest_held_out);
}

TEST_CASE("plan coverage: splits count what was planned and what has a sound file") {
  const PlanCoverage coverage = plan_coverage(sample_report(16));
  CHECK(coverage.splits.at(Split::Reference).planned == 2);
  CHECK(coverage.splits.at(Split::Reference).accepted == 2);
  CHECK(coverage.splits.at(Split::Train).planned == 10);
  CHECK(coverage.splits.at(Split::Train).accepted == 8);       // one damaged, one waiting
  CHECK(coverage.splits.at(Split::Validation).accepted == 1);  // one refused
}

TEST_SUITE_END();

}  // namespace ampsweep::rig
