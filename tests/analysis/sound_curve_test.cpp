// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sound_curve.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace ampsweep::analysis {
namespace {

/// Two features: an audio taper of 40 dB and a straight fall of 12 dB.
std::vector<double> taper(double x) {
  return {20.0 * std::log10(0.01 + 0.99 * (std::pow(81.0, x) - 1.0) / 80.0), -12.0 * x};
}

SoundCurve heard_at(const std::vector<double>& at) {
  std::vector<std::vector<double>> level;
  for (const double x : at) level.push_back(taper(x));
  return {at, level};
}

TEST_SUITE("unit") {
  TEST_CASE("sound curve: exact where it was heard, close to an audio taper in between") {
    const SoundCurve curve = heard_at({0.5, 0.625, 0.75, 0.875, 1.0});
    CHECK(curve.features() == 2);
    for (const double x : {0.5, 0.625, 0.75, 0.875, 1.0}) {
      CHECK(curve.level_db(x)[0] == doctest::Approx(taper(x)[0]));
    }
    for (double x = 0.5; x <= 1.0; x += 0.01) {
      CAPTURE(x);
      CHECK(std::abs(curve.level_db(x)[0] - taper(x)[0]) < 0.05);
      CHECK(curve.level_db(x)[1] == doctest::Approx(-12.0 * x));
    }
  }

  TEST_CASE("sound curve: what rises from place to place rises all the way") {
    const SoundCurve curve{{0.0, 0.2, 0.4, 1.0}, {{0.0}, {0.1}, {20.0}, {20.1}}};
    double before = -1.0;
    for (double x = 0.0; x <= 1.0; x += 0.01) {
      const double now = curve.level_db(x)[0];
      CHECK(now >= before);
      before = now;
    }
  }

  TEST_CASE("sound curve: goes on straight beyond what was heard; changes and slopes agree") {
    const SoundCurve curve{{0.25, 0.75}, {{1.0}, {3.0}}};
    CHECK(curve.level_db(0.0)[0] == doctest::Approx(0.0));
    CHECK(curve.level_db(1.0)[0] == doctest::Approx(4.0));
    CHECK(curve.change_db(0.3, 0.8)[0] == doctest::Approx(2.0));
    CHECK(curve.slope_db(0.5)[0] == doctest::Approx(4.0));
    CHECK(heard_at({0.0, 0.5, 1.0}).slope_db(0.5)[1] == doctest::Approx(-12.0));
  }
}

}  // namespace
}  // namespace ampsweep::analysis
