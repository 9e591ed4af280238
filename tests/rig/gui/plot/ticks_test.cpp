// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plot/ticks.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

using namespace ampsweep::rig::gui;
using doctest::Approx;

namespace {

constexpr double kLetter = 7.0;
constexpr double kRoom = 10.0;

double extent(std::string_view label) {
  return kLetter * static_cast<double>(label.size()) + kRoom;
}

Ticks ticks(Range range, Scale scale, double pixels, Unit unit) {
  return axis_ticks({range, scale, 0.0, pixels}, unit, extent);
}

std::vector<std::string> labels(const Ticks& all) {
  std::vector<std::string> found;
  for (const Tick& tick : all.ticks) {
    if (!tick.label.empty()) found.push_back(tick.label);
  }
  return found;
}

using Labels = std::vector<std::string>;

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("ticks: linear steps are 1, 2 or 5 times a power of ten") {
    CHECK(labels(ticks({0, 10}, Scale::Linear, 400, Unit::None)) ==
          Labels{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"});
    CHECK(labels(ticks({-100, 0}, Scale::Linear, 300, Unit::Decibels)) ==
          Labels{"-100", "-80", "-60", "-40", "-20", "0"});
    CHECK(labels(ticks({0, 1}, Scale::Linear, 250, Unit::None)) ==
          Labels{"0", "0.2", "0.4", "0.6", "0.8", "1.0"});
  }

  TEST_CASE("ticks: hertz on decades read 20, 100, 1k, 20k") {
    const Ticks wide = ticks({20, 20000}, Scale::Log, 700, Unit::Hertz);
    CHECK(labels(wide) == Labels{"20", "50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"});
    CHECK(wide.ticks.size() == 28);  // 20..90, 100..900, 1k..9k, 10k, 20k
    CHECK(wide.unit == "Hz");
    CHECK(labels(ticks({20, 20000}, Scale::Log, 200, Unit::Hertz)) == Labels{"100", "1k", "10k"});
    CHECK(labels(ticks({1e-6, 1e6}, Scale::Log, 160, Unit::None)) ==
          Labels{"0.00001", "1", "100000"});
  }

  TEST_CASE("ticks: less than a decade has steps again") {
    CHECK(labels(ticks({1000, 1500}, Scale::Log, 300, Unit::Hertz)) ==
          Labels{"1k", "1.1k", "1.2k", "1.3k", "1.4k", "1.5k"});
    CHECK(labels(ticks({1000, 1000.4}, Scale::Linear, 300, Unit::Hertz)) ==
          Labels{"1k", "1.0001k", "1.0002k", "1.0003k", "1.0004k"});
  }

  TEST_CASE("ticks: time is in the unit that suits its length") {
    const auto unit = [](double seconds) {
      return ticks({0, seconds}, Scale::Linear, 400, Unit::Seconds).unit;
    };
    CHECK(unit(5e-4) == "\u00b5s");
    CHECK(unit(0.02) == "ms");
    CHECK(unit(90) == "s");
    CHECK(unit(600) == "min");
    CHECK(unit(36000) == "h");
    const Ticks milli = ticks({0, 0.02}, Scale::Linear, 200, Unit::Seconds);
    CHECK(labels(milli) == Labels{"0", "5", "10", "15", "20"});
    CHECK(milli.ticks.back().value == Approx(0.02));
  }

  TEST_CASE("ticks: what is counted has whole numbers only") {
    CHECK(labels(ticks({1.5, 5.5}, Scale::Linear, 800, Unit::Count)) == Labels{"2", "3", "4", "5"});
    const Ticks all = ticks({0, 30}, Scale::Linear, 300, Unit::Count);
    for (const Tick& tick : all.ticks) CHECK(tick.value == std::round(tick.value));
    CHECK(ticks({2.2, 2.8}, Scale::Linear, 800, Unit::Count).ticks.empty());
  }

  TEST_CASE("ticks: minor ticks have no label and lie between") {
    const Ticks all = ticks({0, 10}, Scale::Linear, 200, Unit::None);
    REQUIRE(labels(all) == Labels{"0", "2", "4", "6", "8", "10"});
    CHECK(all.ticks.size() == 21);
    for (std::size_t i = 0; i < all.ticks.size(); ++i) {
      CHECK(all.ticks[i].value == Approx(0.5 * static_cast<double>(i)));
    }
  }

  TEST_CASE("ticks: whatever the range and length, labels never overlap and say where they are") {
    std::mt19937_64 random{4711};  // seed
    std::uniform_real_distribution<double> power{-12.0, 12.0};
    std::uniform_real_distribution<double> share{-1.0, 1.0};
    std::uniform_real_distribution<double> length{1.0, 2000.0};
    for (int round = 0; round < 2000; ++round) {
      const double span = std::pow(10.0, power(random));
      const double low = share(random) * std::pow(10.0, power(random));
      const Scale scale = round % 2 == 0 ? Scale::Linear : Scale::Log;
      const Range range =
          scale == Scale::Log ? Range{std::abs(low), std::abs(low) + span} : Range{low, low + span};
      const double pixels = length(random);
      const AxisMap map{range, scale, 0.0, pixels};
      const Ticks all = axis_ticks(map, Unit::None, extent);
      CAPTURE(range.low);
      CAPTURE(range.high);
      CAPTURE(pixels);
      CHECK(all.ticks.size() < 500);
      double taken = -1e9;
      double before = -1e300;
      for (const Tick& tick : all.ticks) {
        REQUIRE(tick.value > before);
        before = tick.value;
        const double at = map.pixel(tick.value);
        CHECK(at >= -0.01);
        CHECK(at <= pixels + 0.01);
        if (tick.label.empty()) continue;
        CHECK(at - extent(tick.label) / 2.0 >= taken);
        taken = at + extent(tick.label) / 2.0;
        CHECK(std::abs(map.pixel(std::stod(tick.label)) - at) < 0.05);
      }
      if (pixels > 400.0) CHECK(labels(all).size() >= 2);
    }
  }

  TEST_CASE("ticks: degenerate ranges have ticks all the same") {
    for (const Range range :
         {Range{0, 0}, Range{NAN, NAN}, Range{-INFINITY, INFINITY}, Range{7, 7}}) {
      for (const Scale scale : {Scale::Linear, Scale::Log}) {
        CHECK(labels(ticks(range, scale, 600, Unit::Volts)).size() >= 2);
      }
    }
    CHECK_NOTHROW((void)ticks({0, 1}, Scale::Linear, 1e-3, Unit::None));
  }
}
