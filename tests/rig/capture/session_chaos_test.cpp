// SPDX-License-Identifier: GPL-3.0-or-later
// A share of tests/bench/session_chaos_bench.
#include "support/session_chaos.hpp"

#include <doctest/doctest.h>

#include "signals/random.hpp"

using namespace ampsweep;

TEST_SUITE("sim") {
  TEST_CASE("session chaos: whatever happens, nothing sounds that must not and no label is wrong") {
    int sounds = 0;
    int takes = 0;
    for (int i = 0; i < 8; ++i) {
      INFO("sequence " << i);
      const auto done = test::session_chaos(signals::derived(11, i));
      CHECK(done.broken == "");
      sounds += done.sounds;
      takes += done.takes;
    }
    CHECK(sounds > 40);  // else the chaos is over before it begins
    CHECK(takes > 8);
  }
}
