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
    budget.played(1000s, 60s);
    CHECK(budget.rest_due(1070s) == 30s);
    CHECK(budget.rest_due(1100s) == 0s);
    CHECK(budget.rest_due(1200s) == 0s);
    DutyBudget unlimited{1.0};
    unlimited.played(0s, 60s);
    CHECK(unlimited.rest_due(60s) == 0s);
  }

  TEST_CASE("duty: rest between takes counts, an hour at a prompt no more than five minutes") {
    DutyBudget budget{0.5};
    budget.played(0s, 60s);    // rested off at 120 s
    budget.played(150s, 60s);  // 30 s of credit
    CHECK(budget.rest_due(210s) == 30s);
    budget.played(4000s, 600s);  // credit from 3700 s on
    CHECK(budget.rest_due(4600s) == 300s);
  }
}
