// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/orthogonal_powers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "signals/random.hpp"

using ampsweep::analysis::OrthogonalPowers;

TEST_SUITE("unit") {
  TEST_CASE("orthogonal powers: rms 1 and no share of each other on their own sound") {
    ampsweep::signals::Random random(1);
    std::vector<double> sound(20000);
    for (double& x : sound) x = 0.05 * random.normal() * random.uniform();
    const OrthogonalPowers powers{sound, 7};
    REQUIRE(powers.order() == 7);
    const auto made = powers.of(sound);
    for (std::size_t i = 0; i < 7; ++i) {
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = 0.0;
        for (std::size_t n = 0; n < sound.size(); ++n) sum += made[i][n] * made[j][n];
        CHECK(std::abs(sum / 20000.0 - (i == j ? 1.0 : 0.0)) < 1e-6);
      }
    }
  }

  TEST_CASE("orthogonal powers: number k is a polynomial of degree k without a constant") {
    std::vector<double> sound(400);
    for (std::size_t n = 0; n < sound.size(); ++n)
      sound[n] = std::sin(0.1 * static_cast<double>(n));
    const OrthogonalPowers powers{sound, 3};
    const auto at = powers.of(std::vector<double>{0.0, 0.5, 1.0, 1.5, 2.0});
    for (std::size_t k = 0; k < 3; ++k) CHECK(at[k][0] == 0.0);
    const auto fourth = [](const std::vector<double>& y) {
      return y[0] - 4.0 * y[1] + 6.0 * y[2] - 4.0 * y[3] + y[4];
    };
    CHECK(std::abs(fourth(at[2])) < 1e-9);
    CHECK(std::abs(at[2][0] - 3.0 * at[2][1] + 3.0 * at[2][2] - at[2][3]) > 0.1);
    CHECK(std::abs(at[1][0] - 3.0 * at[1][1] + 3.0 * at[1][2] - at[1][3]) < 1e-9);
  }

  TEST_CASE("orthogonal powers: a sound of two values has two powers at most") {
    std::vector<double> sound(100, 0.5);
    for (std::size_t n = 0; n < sound.size(); n += 3) sound[n] = -0.25;
    CHECK(OrthogonalPowers{sound, 7}.order() == 2);
  }
}
