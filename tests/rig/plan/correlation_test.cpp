// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/correlation.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "lettered_knobs.hpp"

using namespace ampsweep::rig;
using ampsweep::test::lettered_knobs;

namespace {

PlannedTake take(int id, Split split, double a, double b) {
  return {id, {{"a", a}, {"b", b}}, split, Purpose::Design, 0};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("correlation: Pearson's r of 1 2 3 4 against 2 1 4 3 is 0.6") {
    const std::vector<double> x{1, 2, 3, 4};
    CHECK(pearson(x, std::vector<double>{2, 1, 4, 3}).value() == doctest::Approx(0.6).epsilon(1e-12));
    CHECK(pearson(x, std::vector<double>{8, 6, 4, 2}).value() == doctest::Approx(-1.0).epsilon(1e-12));
  }

  TEST_CASE("correlation: none where nothing varies or there are fewer than two values") {
    const std::vector<double> x{1, 2, 3};
    CHECK_FALSE(pearson(x, std::vector<double>{0.1, 0.1, 0.1}));
    CHECK_FALSE(pearson(std::vector<double>{0.3, 0.3, 0.3}, x));
    CHECK_FALSE(pearson(std::vector<double>{1}, std::vector<double>{2}));
    CHECK_FALSE(pearson({}, {}));
  }

  TEST_CASE("correlation: takes the knob that follows time most, either way") {
    const auto worst = time_correlation(lettered_knobs(2),
                                        {take(0, Split::Train, 0, 9), take(1, Split::Train, 9, 5),
                                         take(2, Split::Train, 1, 4), take(3, Split::Train, 8, 0)});
    // b = 9 5 4 0 over 0 1 2 3: r = -14 / sqrt(5 * 41).
    CHECK(worst.knob == "b");
    CHECK(worst.largest == doctest::Approx(14.0 / std::sqrt(205.0)).epsilon(1e-12));
  }

  TEST_CASE("correlation: reference and held-out takes pass time but are no data") {
    const auto worst = time_correlation(
        lettered_knobs(2), {take(0, Split::Reference, 10, 0), take(1, Split::Train, 0, 0),
                            take(2, Split::Test, 10, 0), take(3, Split::Train, 1, 0),
                            take(4, Split::Validation, 10, 0), take(9, Split::Train, 0, 0)});
    // a = 0 1 0 over 1 3 9: deviations -10/3, -4/3, 14/3 and -1/3, 2/3, -1/3.
    CHECK(worst.largest == doctest::Approx((12.0 / 9.0) / std::sqrt(312.0 / 9.0 * 6.0 / 9.0)));
    CHECK(worst.knob == "a");
  }
}
