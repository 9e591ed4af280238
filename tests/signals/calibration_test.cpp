// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/calibration.hpp"

#include <doctest/doctest.h>

using namespace ampsweep;

TEST_SUITE("unit") {
  TEST_CASE("calibration: a sine's volts follow its level; 1 V is 2.218 dBu, 1.228 V is +4 dBu") {
    CHECK(volts_of_sine(DbFsPeak{0.0}, Volts{4.0}).value() == doctest::Approx(4.0));
    CHECK(volts_of_sine(DbFsPeak{-20.0}, Volts{4.0}).value() == doctest::Approx(0.4));
    CHECK(dbu_of(Volts{1.0}).value() == doctest::Approx(2.21849).epsilon(1e-5));
    CHECK(dbu_of(Volts{1.22765}).value() == doctest::Approx(4.0).epsilon(1e-5));
    CHECK(volts_of(Dbu{4.0}).value() == doctest::Approx(1.22765).epsilon(1e-5));
  }

  TEST_CASE("calibration: a full-scale sine is -3.01 dBFS rms and has the full scale's volts") {
    CHECK(volts_of_rms(DbFsRms{-3.0103}, Volts{40.0}).value() ==
          doctest::Approx(40.0).epsilon(1e-5));
    // Hum 80 dB below it is 4 mV.
    CHECK(volts_of_rms(DbFsRms{-83.0103}, Volts{40.0}).value() ==
          doctest::Approx(0.004).epsilon(1e-5));
  }
}
