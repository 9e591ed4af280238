// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/hermitian.hpp"

#include <doctest/doctest.h>

#include <array>
#include <complex>
#include <vector>

using ampsweep::analysis::cholesky;
using ampsweep::analysis::solve_cholesky;
using Complex = std::complex<double>;

TEST_SUITE("unit") {
  TEST_CASE("hermitian: the solution of a complex system gives the right side back") {
    const std::vector<Complex> matrix{{4, 0}, {1, 1}, {0, -1}, {1, -1}, {5, 0},
                                      {2, 0}, {0, 1}, {2, 0},  {3, 0}};
    const std::array<Complex, 3> truth{Complex{1, 2}, Complex{-3, 0.5}, Complex{0, 1}};
    std::vector<Complex> b(3);
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) b[i] += matrix[i * 3 + j] * truth[j];
    }
    auto factor = matrix;
    cholesky(std::span(factor), 3);
    solve_cholesky(std::span<const Complex>(factor), std::span(b));
    for (std::size_t i = 0; i < 3; ++i) CHECK(std::abs(b[i] - truth[i]) < 1e-12);
  }

  TEST_CASE("hermitian: a real system of two, by hand") {
    std::vector<double> factor{4, 2, 2, 3};
    std::vector<double> b{8, 7};  // 4 x + 2 y, 2 x + 3 y at x = 1.25, y = 1.5
    cholesky(std::span(factor), 2);
    solve_cholesky(std::span<const double>(factor), std::span(b));
    CHECK(b[0] == doctest::Approx(1.25));
    CHECK(b[1] == doctest::Approx(1.5));
  }
}
