// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/plot_text.hpp"

#include <doctest/doctest.h>

#include <clocale>
#include <limits>

using namespace ampsweep::rig::gui;

namespace {
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInf = std::numeric_limits<double>::infinity();
}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("plot text: a value is written in its unit, with a prefix where the unit takes one") {
    struct Row {
      double value;
      Unit unit;
      const char* text;
    };
    const Row rows[] = {{12345.0, Unit::Hertz, "12.35 kHz"},
                        {1000.0, Unit::Hertz, "1 kHz"},
                        {999.99, Unit::Hertz, "1 kHz"},
                        {999.4, Unit::Hertz, "999.4 Hz"},
                        {0.25, Unit::Hertz, "0.25 Hz"},
                        {0.0, Unit::Hertz, "0 Hz"},
                        {-3.0206, Unit::Decibels, "-3.02 dB"},
                        {-0.001, Unit::Decibels, "0.00 dB"},
                        {-92.0, Unit::Dbc, "-92.00 dBc"},
                        {-6.0, Unit::DbFsPeak, "-6.00 dBFS peak"},
                        {0.0123456, Unit::Percent, "0.01235 %"},
                        {0.0015, Unit::Seconds, "1.5 ms"},
                        {2.5e-6, Unit::Seconds, "2.5 \u00b5s"},
                        {1.5, Unit::Seconds, "1.5 s"},
                        {125.0, Unit::Seconds, "2 min 5 s"},
                        {3900.0, Unit::Seconds, "1 h 5 min"},
                        {1234.5678, Unit::Samples, "1234.568 samples"},
                        {1234.0, Unit::Samples, "1234 samples"},
                        {0.7746, Unit::Volts, "774.6 mV"},
                        {-20.0, Unit::Volts, "-20 V"},
                        {8.0, Unit::Ohms, "8 ohm"},
                        {-179.96, Unit::Degrees, "-180.0 deg"},
                        {3.14159265, Unit::None, "3.14159"},
                        {7.0, Unit::Count, "7"},
                        {2e9, Unit::None, "2000000000"},
                        {1e-9, Unit::None, "1e-9"},
                        {kNaN, Unit::Hertz, "not measured"},
                        {-kInf, Unit::Decibels, "-inf dB"},
                        {kInf, Unit::None, "inf"}};
    for (const Row& row : rows) CHECK(format_value(row.value, row.unit) == row.text);
  }

  TEST_CASE("plot text: the wanted resolution stays visible") {
    CHECK(format_value(12345.678, Unit::Hertz, 0.01) == "12.34568 kHz");
    CHECK(format_value(12.3456789, Unit::Seconds, 1e-6) == "12.345679 s");
    CHECK(format_value(125.25, Unit::Seconds, 0.01) == "125.25 s");
    CHECK(format_value(-3.02061, Unit::Decibels, 0.0001) == "-3.0206 dB");
    CHECK(format_value(1.0, Unit::Hertz, 1e-300) == "1 Hz");
    CHECK(format_value(0.0, Unit::Hertz, 1.0) == "0 Hz");
  }

  TEST_CASE("plot text: the comma of a locale does not come in") {
    const char* german = std::setlocale(LC_ALL, "de_DE.UTF-8");

    CHECK(format_value(12345.0, Unit::Hertz) == "12.35 kHz");

    if (german != nullptr) std::setlocale(LC_ALL, "C");
  }

  TEST_CASE("plot text: powers of ten are written short") {
    CHECK(scientific(1.5e7, 2) == "1.5e7");
    CHECK(scientific(-2e-12, 0) == "-2e-12");
    CHECK(scientific(1e100, 0) == "1e100");
    CHECK(scientific(1.0, 3) == "1e0");
    CHECK(without_trailing_zeros("100") == "100");
    CHECK(without_trailing_zeros("100.0") == "100");
  }
}
