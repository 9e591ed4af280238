// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/fir_bank.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::FirBank;
using analysis::FixedFir;

namespace {

std::vector<double> gaussian(std::size_t length, std::uint64_t seed) {
  signals::Random random(seed);
  std::vector<double> x(length);
  for (double& sample : x) sample = random.normal();
  return x;
}

double product(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "fir bank: two sounds through two filters equal the written-out sum, over many blocks") {
    const std::size_t taps = 37;
    const std::vector<std::vector<double>> sounds{gaussian(9000, 1), gaussian(9000, 2)};
    const auto h = gaussian(2 * taps, 3);
    FirBank bank{sounds, taps};
    REQUIRE(bank.rows() == 9000 - taps + 1);

    const auto rows = bank.apply(h);

    double worst = 0.0;
    for (std::size_t n = 0; n < rows.size(); ++n) {
      double sum = 0.0;
      for (std::size_t i = 0; i < taps; ++i) {
        sum += h[i] * sounds[0][n + taps - 1 - i] + h[taps + i] * sounds[1][n + taps - 1 - i];
      }
      worst = std::max(worst, std::abs(sum - rows[n]));
    }
    CHECK(worst < 1e-11);
    const auto y = gaussian(bank.rows(), 4);
    CHECK(product(rows, y) == doctest::Approx(product(h, bank.adjoint(y))).epsilon(1e-11));
  }

  TEST_CASE("fir bank: a fixed filter is the bank seen from the sound, and has its transpose") {
    const auto sound = gaussian(9000, 1);
    const auto h = gaussian(600, 3);
    FixedFir filter{h};
    const auto rows = filter.apply(sound);
    const auto same = FirBank{{sound}, h.size()}.apply(h);
    REQUIRE(rows.size() == same.size());
    double worst = 0.0;
    for (std::size_t n = 0; n < rows.size(); ++n) {
      worst = std::max(worst, std::abs(rows[n] - same[n]));
    }
    CHECK(worst < 1e-10);
    const auto y = gaussian(rows.size(), 4);
    CHECK(product(rows, y) == doctest::Approx(product(sound, filter.adjoint(y))).epsilon(1e-11));
  }
}
