// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/utc_time.hpp"

#include <doctest/doctest.h>

using ampsweep::rig::utc_seconds;

TEST_SUITE("unit") {
  TEST_CASE("utc time: seconds since 1970, with and without milliseconds") {
    CHECK(utc_seconds("1970-01-01T00:00:00Z") == 0.0);
    CHECK(utc_seconds("2000-03-01T00:00:00Z") == 951868800.0);
    REQUIRE(utc_seconds("2026-11-21T10:30:15.125Z"));
    CHECK(*utc_seconds("2026-11-21T10:30:15.125Z") ==
          doctest::Approx(1795257015.125).epsilon(1e-13));
  }

  TEST_CASE("utc time: what a ledger would not write is none") {
    for (const char* text :
         {"", "Z", "2026-11-21", "2026-11-21T10:30:15", "2026-11-21 10:30:15Z",
          "2026-13-21T10:30:15Z", "2026-02-30T10:30:15Z", "2026-11-21T24:30:15Z",
          "2026-11-21T10:60:15Z", "2026-11-21T10:30:15.Z", "2026-11-21T10:30:15,5Z",
          "2026-11-21T-1:30:15Z", "2026-11-21T10:30:15.1x5Z", "2026-11-21T10:30:15+01:00Z"}) {
      CAPTURE(text);
      CHECK_FALSE(utc_seconds(text));
    }
  }
}
