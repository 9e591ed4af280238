// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/measure/measure_compare.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "polynomial_measurement.hpp"
#include "rig/gui/measure/measure_tables.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;
using signals::Suite;

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

ShownMeasure shown(const std::string& name, Suite suite, double a2 = test::kA2) {
  return {name, std::make_shared<const MeasureTraces>(*test::polynomial_measurement(suite, a2),
                                                      BenchVolts{}, nullptr)};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("measure compare: a difference is taken where both stand, between points straight") {
    const auto data = TraceData::points({1.0, 2.0, 3.0, 4.0}, std::vector<double>{5, 6, 7, 8},
                                        std::vector<double>{0, 0, 7.5, 0});
    const auto reference = TraceData::points({1.0, 3.0, 4.0}, std::vector<double>{1, 2, kNaN}, {});
    const auto change = difference(*data, *reference, Unit::Decibels);
    REQUIRE(change->size() == 4);
    CHECK(change->y(0) == 4.0);
    CHECK(change->y(1) == 4.5);
    CHECK(std::isnan(change->y(2)));  // below its limit
    CHECK(std::isnan(change->y(3)));  // the reference was not measured
    const auto turned = TraceData::points({1.0}, std::vector<double>{179.0}, {});
    const auto back = TraceData::points({1.0}, std::vector<double>{-179.0}, {});
    CHECK(difference(*turned, *back, Unit::Degrees)->y(0) == doctest::Approx(-2.0));
    CHECK(std::isnan(difference(*turned, *reference, Unit::Decibels)->y(0)) == false);
  }

  TEST_CASE("measure compare: twice the even distortion is 6 dB more second harmonic") {
    const std::vector<ShownMeasure> two{shown("soft", Suite::Quick),
                                        shown("hard", Suite::Quick, 2.0 * test::kA2)};
    const Plot plot = compared(two, {MeasureView::Harmonics, "1000 Hz", 0});
    REQUIRE(plot.traces.size() == 2);
    CHECK(plot.traces[1].name == "hard");
    CHECK(plot.traces[0].data->y(0) == 0.0);
    CHECK(std::abs(plot.traces[1].data->y(0) - 6.02) < 0.02);
    CHECK(plot.y.unit == Unit::Decibels);
    CHECK(compared(two, {MeasureView::Harmonics, "1000 Hz", {}}).y.unit == Unit::Dbc);
  }

  TEST_CASE("measure compare: a setting keeps its place where another has nothing to show") {
    const std::vector<ShownMeasure> two{shown("quick", Suite::Quick), shown("full", Suite::Full)};
    const MeasureWish wish{MeasureView::Bursts, "gain, 1000 Hz", {}};
    const Plot plot = compared(two, wish);
    REQUIRE(plot.traces.size() == 2);
    CHECK_FALSE(plot.traces[0].data);
    CHECK(plot.traces[1].data);
    CHECK(plot.x.unit == Unit::Seconds);
    const auto lines = refusals(two, wish);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].find("quick: only the full suite") == 0);
    const auto tone = refusals(two, {MeasureView::Harmonics, "3000 Hz", {}});
    REQUIRE(tone.size() == 1);
    CHECK(tone[0] == "quick: did not measure 3000 Hz");
  }

  TEST_CASE("measure compare: orders together are offered for one setting only") {
    const auto one = shown("one", Suite::Quick);
    const auto alone = choices({one}, MeasureView::Distortion);
    CHECK(alone.front() == "all orders");
    const Plot plot = compared({one}, {MeasureView::Distortion, "all orders", {}});
    CHECK(plot.traces.size() == 10);
    CHECK(plot.traces[0].name == "THD_F");
    CHECK(choices({one, one}, MeasureView::Distortion).front() == "THD_F");
  }

  TEST_CASE("measure compare: names are told apart") {
    CHECK(told_apart({"a", "b", "a", "a (2)"}) ==
          std::vector<std::string>{"a", "b", "a (2)", "a (2) (2)"});
  }

  TEST_CASE("measure tables: figures side by side, with what changed against the reference") {
    const auto full = test::polynomial_measurement(Suite::Full);
    const auto quick = test::polynomial_measurement(Suite::Quick, 2.0 * test::kA2);
    const auto table = headline_table({full.get(), quick.get()}, {"f", "q"}, 0);
    CHECK(table.header == std::vector<std::string>{"figure", "f", "q"});
    bool compared_thd = false;
    bool only_full = false;
    for (const auto& row : table.rows) {
      REQUIRE(row.size() == 3);
      if (row[0] == "THD_F at 1000 Hz") compared_thd = row[2].find("(+6.0") != std::string::npos;
      if (row[0] == "level at 3000 Hz") only_full = row[2] == "not played";
    }
    CHECK(compared_thd);
    CHECK(only_full);
    CHECK(pasted({{"a", "b"}, {{"c", "d"}}}) == "a\tb\nc\td\n");
  }

  TEST_CASE("measure tables: a knob that doubles the even distortion is told from a dead one") {
    auto rig = std::make_shared<Rig>();
    rig->knobs.resize(2);
    rig->knobs[0].id = "gain";
    rig->knobs[0].role = KnobRole::Gain;
    rig->knobs[1].id = "tone";
    std::vector<MeasuredSetting> all;
    for (int i = 0; i < 5; ++i) {
      const bool up = i % 2 == 1;
      MeasuredSetting one;
      one.setting = {{"gain", up ? 10.0 : 0.0}, {"tone", i < 3 ? 0.0 : 10.0}};
      one.rig = rig;
      one.figures = test::polynomial_measurement(Suite::Quick, up ? 2.0 * test::kA2 : test::kA2);
      all.push_back(one);
    }
    std::vector<const MeasuredSetting*> settings;
    for (const auto& one : all) settings.push_back(&one);
    const auto table = knob_table(settings);
    CHECK(table.settings == 5);
    REQUIRE(table.knobs.size() == 2);
    CHECK_FALSE(table.knobs[0].dead);
    CHECK(table.knobs[1].dead);
    settings.resize(2);
    CHECK(knob_table(settings).refused.find("three or more") != std::string::npos);
  }
}
