// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/coverage.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "lettered_knobs.hpp"
#include "rig/plan/designs/sobol.hpp"
#include "signals/random.hpp"

using namespace ampsweep::rig;
using ampsweep::test::lettered_knobs;

TEST_SUITE("unit") {
  TEST_CASE("coverage: two points on one axis, by hand") {
    // x = 0.2, 0.6 (of 0..10). CD2^2 = 13/12 - (1.105 + 1.045) + (1.3 + 1.1 + 2 * 1.0) / 4.
    const auto result = coverage(lettered_knobs(1), {{{"a", 2.0}}, {{"a", 6.0}}});

    CHECK(result.settings == 2);
    CHECK(result.knobs == 1);
    CHECK(result.discrepancy == doctest::Approx(std::sqrt(13.0 / 12.0 - 2.15 + 1.1)).epsilon(1e-9));
    CHECK(result.min_distance == doctest::Approx(0.4));
    CHECK(result.max_knob_correlation == 0.0);
  }

  TEST_CASE(
      "coverage: of x = 0.2 and 0.6, random settings are 0.14 away and corners 0.3, by hand") {
    const auto result = coverage(lettered_knobs(1), {{{"a", 2.0}}, {{"a", 6.0}}});
    CHECK(result.mean_distance == doctest::Approx(0.14).epsilon(1e-3));
    CHECK(result.corner_distance == doctest::Approx(0.3));
  }

  TEST_CASE(
      "coverage: 75 Sobol settings of 6 knobs are 0.388 from a random one, 0.657 from a corner") {
    // Means over 10 seeds in an independent computation; random settings have 0.402 and 0.677.
    const auto six = lettered_knobs(6);
    double nearest = 0.0;
    double corner = 0.0;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      SobolSequence sequence{6, seed};
      std::vector<Setting> settings(75);
      for (Setting& setting : settings) {
        const UnitPoint point = sequence.next();
        for (std::size_t i = 0; i < 6; ++i) setting[six[i].id] = 10.0 * point[i];
      }
      const Coverage result = coverage(six, settings);
      nearest += result.mean_distance / 10.0;
      corner += result.corner_distance / 10.0;
    }
    CHECK(nearest == doctest::Approx(0.388).epsilon(0.02));
    CHECK(corner == doctest::Approx(0.657).epsilon(0.03));
  }

  TEST_CASE("coverage: a discrepancy of nothing is 0") { CHECK(centred_discrepancy({}) == 0.0); }

  TEST_CASE("coverage: knobs that stand still and settings that repeat are left out") {
    const auto result =
        coverage(lettered_knobs(2),
                 {{{"a", 2.0}, {"b", 3.0}}, {{"a", 6.0}, {"b", 3.0}}, {{"a", 2.0}, {"b", 3.0}}});

    CHECK(result.settings == 2);
    CHECK(result.knobs == 1);
    CHECK(result.min_distance == doctest::Approx(0.4));
  }

  TEST_CASE("coverage: knobs that move together show a correlation of 1") {
    const auto result =
        coverage(lettered_knobs(2),
                 {{{"a", 0.0}, {"b", 10.0}}, {{"a", 5.0}, {"b", 5.0}}, {{"a", 10.0}, {"b", 0.0}}});

    CHECK(result.max_knob_correlation == doctest::Approx(1.0));
  }

  TEST_CASE("coverage: of nothing, and of one setting") {
    CHECK(coverage(lettered_knobs(2), {}).settings == 0);
    const auto one = coverage(lettered_knobs(1), {{{"a", 2.0}}});
    CHECK(one.settings == 1);
    CHECK(one.knobs == 0);
    CHECK(one.discrepancy == 0.0);
  }

  TEST_CASE(
      "coverage: 75 random points of 6 knobs have the discrepancy theory expects, within 2 %") {
    // E[CD2^2] = ((5/4)^d - (13/12)^d) / n (Hickernell 1998): CD2 = 0.171 for n = 75, d = 6.
    const auto six = lettered_knobs(6);
    double sum = 0.0;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      ampsweep::signals::Random random{seed};
      std::vector<Setting> settings(75);
      for (Setting& setting : settings) {
        for (const Knob& knob : six) setting[knob.id] = random.uniform(0.0, 10.0);
      }
      const double discrepancy = coverage(six, settings).discrepancy;
      sum += discrepancy * discrepancy;
    }
    const double expected = (std::pow(1.25, 6.0) - std::pow(13.0 / 12.0, 6.0)) / 75.0;
    CHECK(sum / 200.0 == doctest::Approx(expected).epsilon(0.04));
  }

  TEST_CASE("coverage: scrambled Sobol covers better than random: below 0.09 for 75 of 6 knobs") {
    const auto six = lettered_knobs(6);
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      SobolSequence sequence{6, seed};
      std::vector<Setting> settings(75);
      for (Setting& setting : settings) {
        const UnitPoint point = sequence.next();
        for (std::size_t i = 0; i < 6; ++i) setting[six[i].id] = 10.0 * point[i];
      }
      CHECK(coverage(six, settings).discrepancy < 0.09);
    }
  }
}
