// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/one_at_a_time.hpp"

#include <doctest/doctest.h>

#include "../lettered_knobs.hpp"

using namespace ampsweep::rig;
using ampsweep::test::lettered_knobs;

TEST_SUITE("unit") {
  TEST_CASE("one at a time: each knob goes through its range while the others stand") {
    const auto knobs = lettered_knobs(2);
    const DesignSpace space{{{knobs[0], 0.0, 10.0}, {knobs[1], 2.0, 6.0}}, {}};
    CHECK(one_at_a_time(space, {{"a", 4.0}, {"b", 3.0}}, 3) ==
          std::vector<Setting>{{{"a", 0.0}, {"b", 3.0}},
                               {{"a", 5.0}, {"b", 3.0}},
                               {{"a", 10.0}, {"b", 3.0}},
                               {{"a", 4.0}, {"b", 2.0}},
                               {{"a", 4.0}, {"b", 4.0}},
                               {{"a", 4.0}, {"b", 6.0}}});
  }

  TEST_CASE("one at a time: five levels of one knob are the five-step capture") {
    const auto knobs = lettered_knobs(1);
    std::vector<double> shares;
    for (const Setting& one : one_at_a_time({{{knobs[0], 0.0, 10.0}}, {}}, {{"a", 5.0}}, 5)) {
      shares.push_back(normalised(knobs[0], one.at("a")));
    }
    CHECK(shares == std::vector<double>{0.0, 0.25, 0.5, 0.75, 1.0});
  }
}
