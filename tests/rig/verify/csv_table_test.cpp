// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/csv_table.hpp"

#include <doctest/doctest.h>

using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("csv: quotes, doubled quotes, commas and line ends inside cells read back") {
    const auto table = parse_csv("file_name,note\na.wav,\"x, \"\"y\"\"\nz\"\nb.wav,\n");
    REQUIRE(table);
    REQUIRE(table->rows.size() == 2);
    CHECK(table->rows[0][1] == "x, \"y\"\nz");
    CHECK(table->rows[1] == std::vector<std::string>{"b.wav", ""});
  }

  TEST_CASE("csv: CRLF, a byte-order mark, empty lines and a missing last line end are tolerated") {
    const auto table = parse_csv(
        "\xEF\xBB\xBF"
        "a,b\r\n1,2\r\n\r\n3,4");
    REQUIRE(table);
    CHECK(table->columns == std::vector<std::string>{"a", "b"});
    REQUIRE(table->rows.size() == 2);
    CHECK(table->rows[1] == std::vector<std::string>{"3", "4"});
  }

  TEST_CASE("csv: rows and columns are found by name") {
    const auto table = parse_csv("a,b\n1,2\n3,4\n");
    REQUIRE(table);
    CHECK(table->column("b") == 1);
    CHECK_FALSE(table->column("c"));
    REQUIRE(table->row(0, "3") != nullptr);
    CHECK(table->row(0, "3")->at(1) == "4");
    CHECK(table->row(1, "3") == nullptr);
  }

  TEST_CASE("csv: broken text is refused with its line, never half read") {
    for (const char* text : {"", "\n\n", "a,b\n\"1,2\n", "a,b\n\"1\"2,3\n"}) {
      CAPTURE(text);
      const auto table = parse_csv(text);
      REQUIRE_FALSE(table);
      CHECK(table.error().code == FaultCode::FormatMismatch);
    }
    CHECK(parse_csv("a,b\n\"1").error().detail.find("line 2") != std::string::npos);
  }
}
