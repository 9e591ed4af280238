// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/terminal_text.hpp"

#include <doctest/doctest.h>

#include <string>

using ampsweep::rig::one_line;

TEST_SUITE("unit") {
  TEST_CASE("terminal text: nothing that steers a terminal is left, all else is kept") {
    CHECK(one_line("a\x1b[2Jb\nc\rd\te\x7f") == "a?[2Jb?c?d?e?");
    CHECK(one_line(std::string("nul\0!", 5)) == "nul?!");
    CHECK(one_line("csi \xC2\x9B[2J") == "csi ?[2J");
    CHECK(one_line("Höhen 5 µs \xE2\x80\x93 \xC2") == "Höhen 5 µs \xE2\x80\x93 \xC2");
    CHECK(one_line("").empty());
  }
}
