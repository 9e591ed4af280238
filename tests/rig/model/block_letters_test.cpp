// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/block_letters.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("block letters: 7.5 can be read") {
    const std::vector<std::string> rows{
        "  #####       #####", "      #       #",     "     #        ####", "    #             #",
        "   #              #", "   #     ##   #   #", "   #     ##    ###"};
    CHECK(block_letters("7.5", 80) == rows);
  }

  TEST_CASE("block letters: small letters are capitals, every character looks its own") {
    CHECK(block_letters("lead", 80) == block_letters("LEAD", 80));
    const std::string all = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:-+/%()'#";
    std::set<std::vector<std::string>> seen;
    for (const char c : all) {
      const auto rows = block_letters(std::string(1, c), 80);
      CAPTURE(c);
      CHECK(rows.size() == 7);
      CHECK(seen.insert(rows).second);
    }
  }

  TEST_CASE("block letters: nothing where they do not fit or a character has no letter") {
    CHECK(block_letters("7.5", 19).size() == 7);  // two in, three letters, two gaps
    CHECK(block_letters("7.5", 18).empty());
    CHECK(block_letters("7.5", 0).empty());
    CHECK(block_letters("", 80).empty());
    CHECK(block_letters("H\xC3\xB6hen", 80).empty());
    CHECK(block_letters(std::string(100000, '1'), 80).empty());
  }
}
