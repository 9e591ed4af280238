// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/kaiser.hpp"

#include <doctest/doctest.h>

using ampsweep::analysis::kaiser;

TEST_SUITE("unit") {
  TEST_CASE("kaiser: 1 in the middle, 1/I0(beta) at the edge, 0 beyond, flat for beta 0") {
    CHECK(kaiser(0.0, 8.0) == doctest::Approx(1.0).epsilon(1e-14));
    // I0(8) = 427.564115721804785 (Abramowitz and Stegun, table 9.8).
    CHECK(kaiser(1.0, 8.0) == doctest::Approx(1.0 / 427.564115721804785).epsilon(1e-12));
    CHECK(kaiser(-1.0, 8.0) == kaiser(1.0, 8.0));
    CHECK(kaiser(1.0001, 8.0) == 0.0);
    CHECK(kaiser(0.7, 0.0) == 1.0);
  }
}
