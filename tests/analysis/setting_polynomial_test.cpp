// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/setting_polynomial.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

using Rows = std::vector<std::vector<double>>;

Rows drawn(std::size_t takes, std::uint64_t seed) {
  signals::Random random{seed};
  Rows at;
  for (std::size_t i = 0; i < takes; ++i) at.push_back({random.uniform(), random.uniform()});
  return at;
}

double law(const std::vector<double>& x) {
  return 3.0 + 4.0 * x[0] - x[0] * x[0] + 2.0 * x[0] * x[1];
}

TEST_SUITE("unit") {
  TEST_CASE("setting polynomial: exact for squares and products") {
    const auto at = drawn(30, 1);
    Rows level;
    for (const auto& x : at) level.push_back({law(x), -law(x)});
    const auto fitted = SettingPolynomial::fit(at, level);
    REQUIRE(fitted);
    const auto change = fitted->change({0.3, 0.7}, 0, 0.1, 0.9);
    CHECK(change[0] == doctest::Approx(law({0.9, 0.7}) - law({0.1, 0.7})).epsilon(1e-4));
    CHECK(change[1] == doctest::Approx(-change[0]));
  }

  TEST_CASE("setting polynomial: too few takes, or knobs that always move together") {
    CHECK_FALSE(SettingPolynomial::fit(drawn(5, 1), Rows(5, {1.0})));
    CHECK_FALSE(SettingPolynomial::fit({}, {}));
  }
}

}  // namespace
}  // namespace ampsweep::analysis
