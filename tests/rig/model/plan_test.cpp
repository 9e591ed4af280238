// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/plan.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("plan: the names of splits read back, and are all different") {
    std::set<std::string> names;
    for (const auto split : kSplits) {
      CHECK(split_named(to_string(split)) == split);
      names.insert(to_string(split));
    }
    CHECK(names.size() == kSplits.size());
    CHECK_FALSE(split_named("Train").has_value());
  }

  TEST_CASE("plan: the names of purposes read back, and are eight different ones") {
    std::set<std::string> names;
    for (const auto purpose :
         {Purpose::Design, Purpose::Corner, Purpose::Centre, Purpose::Defaults, Purpose::OneAtATime,
          Purpose::Listed, Purpose::Holdout, Purpose::Reference}) {
      CHECK(purpose_named(to_string(purpose)) == purpose);
      names.insert(to_string(purpose));
    }
    CHECK(names.size() == 8);
    CHECK_FALSE(purpose_named("").has_value());
  }
}
