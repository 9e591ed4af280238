// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/refusal_text.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "refusal_of.hpp"

using namespace ampsweep::rig;
using ampsweep::test::refusal_of;

TEST_SUITE("unit") {
  TEST_CASE("refusal text: file, line, what, way out") {
    CHECK(refusal_of([] { refuse_at("a.toml", 7, "is odd", "mend it"); }) ==
          "a.toml:7: is odd\n  try: mend it");
    CHECK(refusal_of([] { refuse_at("a.toml", 0, "is odd", "mend it"); }) ==
          "a.toml: is odd\n  try: mend it");
  }

  TEST_CASE("refusal text: the nearest word within a third of its length, and nothing else") {
    const std::vector<std::string> known{"rate_hz", "port", "on"};
    CHECK(suggestion("rate_h", known) == ", did you mean \"rate_hz\"?");
    CHECK(suggestion("prot", known) == ", did you mean \"port\"?");
    CHECK(suggestion("rate", known) == ", did you mean \"rate_hz\"?");
    CHECK(suggestion("pot", known) == ", did you mean \"port\"?");
    CHECK(suggestion("no", known) == ", did you mean \"on\"?");
    CHECK(suggestion("toport", known).empty());
    CHECK(suggestion("zebra", known).empty());
    CHECK(suggestion("x", {}).empty());
  }

  TEST_CASE("refusal text: quotes cut between UTF-8 characters and hide control characters") {
    CHECK(quote("a\x1b\n") == "\"a??\"");
    std::string text(59, 'x');
    text += "\xC3\xA4\xC3\xA4";  // an umlaut over bytes 59 and 60
    CHECK(quote(text) == '"' + std::string(59, 'x') + "...\"");
  }

  TEST_CASE("refusal text: numbers are the shortest that read back") {
    CHECK(number_text(0.1) == "0.1");
    CHECK(number_text(200.0) == "200");
    CHECK(number_text(-0.0625) == "-0.0625");
    CHECK(number_text(1e6) == "1000000");
    CHECK(number_text(1e-9) == "1e-09");
  }
}
