// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/bench_volts.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace ampsweep;
using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("bench volts: nothing is known of a rig that states nothing") {
    const BenchVolts volts = bench_volts(Rig{});
    CHECK_FALSE(volts.amp_input);
    CHECK_FALSE(volts.at_return);
    CHECK_FALSE(volts.at_load);
    CHECK_FALSE(volts.heard());
  }

  TEST_CASE("bench volts: the send's digital gain and the load box's line out are counted") {
    Rig rig;
    rig.levels.output_full_scale = Dbu{4.0};
    rig.levels.amp_send_gain = Decibels{-20.0};
    rig.levels.input_full_scale = Dbu{4.0};
    BenchVolts volts = bench_volts(rig);
    REQUIRE(volts.amp_input);
    CHECK(volts.amp_input->value() == doctest::Approx(0.122765).epsilon(1e-5));
    REQUIRE(volts.at_return);
    CHECK(volts.at_return->value() == doctest::Approx(1.22765).epsilon(1e-5));
    CHECK_FALSE(volts.at_load);  // an unknown line out: no volts at the load, and no watts
    REQUIRE(volts.heard());
    CHECK(std::string(volts.heard()->where) == "return");

    rig.load.line_out = Decibels{-30.0};
    rig.load.impedance = Ohms{16.0};
    rig.load.amp_power = Watts{50.0};
    volts = bench_volts(rig);
    REQUIRE(volts.at_load);
    CHECK(volts.at_load->value() == doctest::Approx(38.822).epsilon(1e-4));
    CHECK(std::string(volts.heard()->where) == "load");
    CHECK(volts.load == Ohms{16.0});
    CHECK(volts.rated == Watts{50.0});
  }
}
