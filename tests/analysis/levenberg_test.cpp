// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/levenberg.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <vector>

#include "analysis/small_cholesky.hpp"

using namespace ampsweep;
using analysis::levenberg;
using analysis::LevenbergProblem;
using analysis::Residuals;

namespace {

/// y = 2 + 3 t, +-0.1 alternating, t = 0 .. 9.
Residuals line(const std::vector<double>& x) {
  Residuals residuals;
  for (int t = 0; t < 10; ++t) {
    residuals.values.push_back(x[0] + x[1] * t - (2.0 + 3.0 * t + (t % 2 == 0 ? 0.1 : -0.1)));
    residuals.jacobian.insert(residuals.jacobian.end(), {1.0, static_cast<double>(t)});
  }
  return residuals;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("levenberg: walks Rosenbrock's valley to (1, 1)") {
    LevenbergProblem problem{{-1.2, 1.0}, {-5.0, -5.0}, {5.0, 5.0}, {}};
    problem.residuals = [](const std::vector<double>& x) {
      return Residuals{{10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]}, {-20.0 * x[0], 10.0, -1.0, 0.0}};
    };
    const auto fit = levenberg(problem);
    CHECK(fit.converged);
    CHECK(fit.unknowns[0] == doctest::Approx(1.0).epsilon(1e-6));
    CHECK(fit.unknowns[1] == doctest::Approx(1.0).epsilon(1e-6));
  }

  TEST_CASE("levenberg: a line comes out as the textbook's normal equations, sigma included") {
    const auto fit = levenberg({{0.0, 0.0}, {-9.0, -9.0}, {9.0, 9.0}, line});
    // Sums: n 10, t 45, tt 285; noise sum 0, noise x t = -0.5; determinant 825.
    const double slope = 3.0 - 10.0 * 0.5 / 825.0;
    const double offset = 2.0 + 45.0 * 0.5 / 825.0;
    CHECK(fit.unknowns[1] == doctest::Approx(slope).epsilon(1e-7));
    CHECK(fit.unknowns[0] == doctest::Approx(offset).epsilon(1e-7));
    const double left = 0.1 - 10.0 * 0.25 / 825.0;
    CHECK(fit.cost == doctest::Approx(left).epsilon(1e-6));
    CHECK(fit.sigma[1] == doctest::Approx(std::sqrt(left / 8.0 * 10.0 / 825.0)).epsilon(1e-6));
    CHECK(fit.sigma[0] == doctest::Approx(std::sqrt(left / 8.0 * 285.0 / 825.0)).epsilon(1e-6));
  }

  TEST_CASE("levenberg: stops at a bound, finds the best beside it and gives it no sigma") {
    const auto fit = levenberg({{0.0, 0.0}, {-9.0, -9.0}, {9.0, 2.5}, line});
    CHECK(fit.unknowns[1] == 2.5);
    CHECK(fit.unknowns[0] == doctest::Approx(2.0 + 0.5 * 4.5).epsilon(1e-6));
    CHECK(std::isinf(fit.sigma[1]));
    CHECK(std::isfinite(fit.sigma[0]));
  }

  TEST_CASE("levenberg: an unknown that changes nothing stays and has no sigma") {
    LevenbergProblem problem{{4.0, 0.5}, {0.0, 0.0}, {9.0, 1.0}, {}};
    problem.residuals = [](const std::vector<double>& x) {
      return Residuals{{x[0] - 3.0, x[0] - 3.2, x[0] - 2.8}, {1.0, 0.0, 1.0, 0.0, 1.0, 0.0}};
    };
    const auto fit = levenberg(problem);
    CHECK(fit.unknowns[0] == doctest::Approx(3.0));
    CHECK(fit.unknowns[1] == 0.5);
    CHECK(std::isinf(fit.sigma[1]));
  }

  TEST_CASE("levenberg: two unknowns that stand for each other do not take the third's sigma") {
    LevenbergProblem problem{{0.0, 0.0, 0.0}, {-9.0, -9.0, -9.0}, {9.0, 9.0, 9.0}, {}};
    problem.residuals = [](const std::vector<double>& x) {
      Residuals residuals;
      for (int t = 0; t < 10; ++t) {
        const double noise = t % 2 == 0 ? 0.1 : -0.1;
        residuals.values.push_back(t < 4 ? x[0] - 1.0 - noise : x[1] + x[2] - 2.0 - noise);
        const double first = t < 4 ? 1.0 : 0.0;
        residuals.jacobian.insert(residuals.jacobian.end(), {first, 1.0 - first, 1.0 - first});
      }
      return residuals;
    };
    const auto fit = levenberg(problem);
    CHECK(fit.unknowns[0] == doctest::Approx(1.0));
    CHECK(fit.unknowns[1] + fit.unknowns[2] == doctest::Approx(2.0));
    CHECK(fit.sigma[0] == doctest::Approx(std::sqrt(0.1 / 7.0 / 4.0)).epsilon(1e-6));
    CHECK(fit.sigma[1] > 100.0);
  }

  TEST_CASE(
      "small cholesky: solves a Hermitian system, whatever the units, and knows its inverse") {
    using C = std::complex<double>;
    // A = [[2, i], [-i, 3]] with the second unknown in units of 1e9.
    const double u = 1e9;
    const auto factor =
        analysis::SmallCholesky<C>::factor({2.0, C{0, u}, C{0, -u}, 3.0 * u * u}, 2);
    REQUIRE(factor);
    const auto x = factor->solve({C{1.0}, C{u}});  // inverse: [[3, -i], [i, 2]] / 5
    CHECK(std::abs(x[0] - C{3.0, -1.0} / 5.0) < 1e-12);
    CHECK(std::abs(x[1] - C{2.0, 1.0} / 5.0 / u) < 1e-21);
    CHECK(factor->inverse_column(0)[0].real() == doctest::Approx(0.6));
    CHECK_FALSE(analysis::SmallCholesky<double>::factor({1.0, 2.0, 2.0, 4.0}, 2));
    CHECK_FALSE(analysis::SmallCholesky<double>::factor({0.0}, 1));
  }
}
