// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/power_figures.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

analysis::LevelStep step(double input, double thd_db, double limit_db = -100.0) {
  analysis::LevelStep one;
  one.input = DbFsPeak{input};
  one.output = DbFsPeak{input};
  one.thd_f_db = thd_db;
  one.thd_f_limit_db = limit_db;
  return one;
}

/// THD below its limit, then -50, -30 dB, and a step that clips.
analysis::LevelCurve curve() {
  analysis::LevelCurve made;
  made.frequency = Hertz{1000.0};
  made.up = {step(-40.0, std::numeric_limits<double>::quiet_NaN(), -70.0), step(-20.0, -50.0),
             step(-10.0, -30.0), step(0.0, -10.0)};
  made.up.back().clipped = true;
  return made;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("power figures: clipped steps are left out, and a limit stands for no distortion") {
    const auto points = drive_points(curve(), Volts{40.0});
    REQUIRE(points.size() == 3);
    CHECK(points[0].thd == doctest::Approx(std::pow(10.0, -70.0 / 20.0)));
    CHECK(points[1].thd == doctest::Approx(std::pow(10.0, -50.0 / 20.0)));
    CHECK(points[0].output.value() == doctest::Approx(0.4));
    CHECK(points[2].output.value() == doctest::Approx(40.0 / std::sqrt(10.0)));
  }

  TEST_CASE("power figures: 1 % lies half way between -50 and -30 dB; 10 % is not reached") {
    BenchVolts volts;
    volts.at_load = Volts{40.0};
    volts.load = Ohms{8.0};
    const auto power = power_figures(curve(), volts);
    REQUIRE(power);
    REQUIRE(power->at_thd);
    const auto& one = power->at_thd->at(0);
    CHECK(one.crossing.reach == analysis::Reach::Found);
    CHECK(one.crossing.at.input.value() == doctest::Approx(-15.0));
    CHECK(one.power.value() == doctest::Approx(1600.0 / 8.0 * std::pow(10.0, -1.5)));
    CHECK(power->at_thd->at(2).crossing.reach == analysis::Reach::NotReached);
    CHECK_FALSE(power->sensitivity);
    volts.rated = Watts{10.0};
    const auto rated = power_figures(curve(), volts);
    REQUIRE(rated->sensitivity);
    REQUIRE(*rated->sensitivity);
    // 10 W of 200 W: -13.01 dB.
    CHECK((*rated->sensitivity)->at.input.value() == doctest::Approx(-13.0103).epsilon(1e-5));
  }

  TEST_CASE("power figures: none where the volts at the load are not known") {
    BenchVolts volts;
    volts.at_return = Volts{4.0};
    CHECK_FALSE(power_figures(curve(), volts));
  }
}
