// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/duty.hpp"

#include <doctest/doctest.h>

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;

TEST_SUITE("unit") {
  TEST_CASE("duty: a load of 100 W on an amp of 100 W may be driven half the time") {
    CHECK(allowed_duty({"reactive", Ohms{8}, Watts{100}, Watts{100}}, SafetySpec{}) == 0.5);
  }

  TEST_CASE("duty: never above the limit, and unlimited without power") {
    CHECK(allowed_duty({"reactive", Ohms{8}, Watts{1000}, Watts{50}}, SafetySpec{}) == 0.6);
    CHECK(allowed_duty({"none", Ohms{8}, Watts{0}, Watts{0}}, SafetySpec{}) == 1.0);
  }

  TEST_CASE("duty: 60 s played at 60 % need 100 s in all") {
    DutyBudget budget{0.6};
    budget.played(60s);
    CHECK(budget.rest_due(70s) == 30s);
    CHECK(budget.rest_due(100s) == 0s);
    CHECK(budget.rest_due(200s) == 0s);
    CHECK(DutyBudget{1.0}.rest_due(0s) == 0s);
  }
}
