// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/json_difference.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("json: order, formatting and 5 against 5.0 are no difference") {
    const auto found = json_differences(R"({"a":5,"b":[1,2]})", "{ \"b\": [1, 2],\n \"a\": 5.0 }");
    REQUIRE(found);
    CHECK(found->empty());
  }

  TEST_CASE("json: each difference has its pointer and both values") {
    const auto found = json_differences(R"({"a":{"x/y":1,"gone":2},"list":[1,2]})",
                                        R"({"a":{"x/y":3,"new":true},"list":[1]})");
    REQUIRE(found);
    REQUIRE(found->size() == 4);
    CHECK(found->at(0).pointer == "/a/gone");
    CHECK(found->at(0).expected == "2");
    CHECK(found->at(0).found == "nothing");
    CHECK(found->at(1).pointer == "/a/x~1y");
    CHECK(found->at(1).found == "3");
    CHECK(found->at(2).pointer == "/a/new");
    CHECK(found->at(2).expected == "nothing");
    CHECK(found->at(3).pointer == "/list/1");
  }

  TEST_CASE("json: what is not JSON, nests too deep or says a key twice is refused") {
    CHECK_FALSE(json_differences("{}", "{"));
    CHECK_FALSE(json_differences("{}", std::string(100000, '[')));
    CHECK_FALSE(json_differences("{}", std::string(1000, '[') + std::string(1000, ']')));
    CHECK_FALSE(json_differences(R"({"a":1})", R"({"a":1,"a":2})"));
    CHECK(json_differences(R"({"a":{"b":1},"c":{"b":1}})", R"({"a":{"b":1},"c":{"b":1}})"));
  }

  TEST_CASE("json: long and broken text in a value is shortened and made printable") {
    const auto found = json_differences(R"({"a":1})", "{\"a\":\"" + std::string(500, 'x') + "\"}");
    REQUIRE(found);
    CHECK(found->at(0).found.size() < 90);
  }
}
