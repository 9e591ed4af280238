// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/toml_text.hpp"

#include <doctest/doctest.h>

#include "refusal_of.hpp"

using namespace ampsweep::rig;
using ampsweep::test::contains;
using ampsweep::test::refusal_of;

namespace {

const ConfigTable& table(const ConfigNode& node) { return std::get<ConfigTable>(node.value); }

std::string refused(const std::string& text) {
  return refusal_of([&] { (void)parse_toml(text, "x.toml"); });
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("toml text: values keep their kind and the line of their key") {
    const ConfigNode root = parse_toml(
        "a = 1\nb = 1.5\nc = \"t\"\nd = true\n[e]\nf = [\n 1,\n \"x\" ]\ng = 2026-01-01\n", "x");

    const auto& entries = table(root).entries;
    REQUIRE(entries.size() == 5);
    CHECK(std::get<std::int64_t>(entries[0].node.value) == 1);
    CHECK(std::get<double>(entries[1].node.value) == 1.5);
    CHECK(std::get<std::string>(entries[2].node.value) == "t");
    CHECK(std::get<bool>(entries[3].node.value));
    CHECK(entries[3].line == 4);
    CHECK(entries[4].line == 5);
    const auto& inner = table(entries[4].node).entries;
    REQUIRE(inner.size() == 2);
    CHECK(inner[0].line == 6);
    const auto& items = std::get<ConfigArray>(inner[0].node.value);
    CHECK(items[1].line == 8);
    CHECK(std::holds_alternative<ConfigDate>(inner[1].node.value));
  }

  TEST_CASE("toml text: a syntax error names its line") {
    CHECK(refused("a = 1\nb = = 2\n").starts_with("x.toml:2: not valid TOML: "));
    CHECK(contains(refused("a = \"\xFF\"\n"), "x.toml:1: not valid TOML"));
  }

  TEST_CASE("toml text: bottomless nesting is refused, however it is spelled") {
    std::string dotted = "a";
    for (int i = 0; i < 8000; ++i) dotted += ".a";
    CHECK(contains(refused(dotted + " = 1\n"), "nested deeper than 8"));
    CHECK(contains(refused('[' + dotted + "]\n"), "nested deeper than 8"));
    CHECK(
        contains(refused("a = " + std::string(100, '[') + std::string(100, ']') + "\n"), "nested"));
    CHECK_FALSE(refused("a = " + std::string(9000, '[')).empty());
    CHECK(contains(refused("# " + std::string(16400, 'x')),
                   "x.toml:1: the line is longer than 16384"));
  }
}
