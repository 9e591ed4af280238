// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/save_control.hpp"

#include <doctest/doctest.h>

#include "refusal_of.hpp"
#include "rig/plan/inline_table.hpp"
#include "rig/plan/rig_file.hpp"
#include "sample_files.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::contains;
using test::kFullRig;
using test::kSmallRig;
using test::refusal_of;
using test::with;

namespace {

const std::string kPort = "control = { kind = \"midi\", port = \"a, controller = 1 }\", ";

/// kSmallRig on JACK with a gain knob whose control is written as `control`.
std::string rig_with(const std::string& control) {
  return "name = \"m\"\n[audio]\napi = \"simulated\"\n[[knob]]\nid = \"gain\"\n" + control +
         "\n[[knob]]\nid = \"bass\"\ncontrol = { kind = \"midi\", port = \"a\", controller = 9 }\n";
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("save control: an inline control gets its numbers, every other byte stays") {
    const LearnedControl learned{3, 20, std::pair{127, 0}};
    CHECK(with_control(rig_with(kPort + "controller=4,settle_ms = 9  } # mine"), "gain", learned,
                       "x") ==
          rig_with(kPort +
                   "controller=20,settle_ms = 9, channel = 3, low = 127, high = 0  } # mine"));
    CHECK(with_control(rig_with(kPort + "channel = 2 , controller = 4 }"), "gain", {16, 119, {}},
                       "x") == rig_with(kPort + "channel = 16 , controller = 119 }"));
  }

  TEST_CASE("save control: a control below its own header is edited by line") {
    const std::string table = "[knob.control]\nkind = \"midi\" # as bought\nport = \"a\"\n";
    CHECK(with_control(rig_with(table + "controller = 4\n"), "gain", {1, 20, {}}, "x") ==
          rig_with(table + "controller = 20\nchannel = 1\n"));
  }

  TEST_CASE("save control: only the named knob of a whole file changes") {
    CHECK(with_control(kFullRig, "gain", {5, 30, std::pair{1, 126}}, "x") ==
          with(kFullRig, "channel = 2, controller = 26, low = 120, high = 5",
               "channel = 5, controller = 30, low = 1, high = 126"));
  }

  TEST_CASE("save control: the ends of a 14-bit control keep its range") {
    CHECK(with_control(rig_with(kPort + "controller = 4, bits = 14 }"), "gain",
                       {1, 20, std::pair{127, 0}}, "x") ==
          rig_with(kPort + "controller = 20, bits = 14, channel = 1, low = 16383, high = 0 }"));
  }

  TEST_CASE("save control: refused with what to write instead") {
    const auto refused = [](const std::string& text, const std::string& knob) {
      return refusal_of([&] { (void)with_control(text, knob, {1, 9, {}}, "x"); });
    };
    CHECK(contains(refused(kFullRig, "bright"), "not turned over MIDI"));
    CHECK(contains(refused(kFullRig, "bright"), "controller = 9"));
    CHECK(contains(refused(kFullRig, "gian"), "no knob"));
    CHECK(contains(
        refused(rig_with("control = { kind = \"midi\", port = \"a\", controller = 4 }"), "gain"),
        "same port"));
    const std::string dotted =
        "control.kind = \"midi\"\ncontrol.port = \"b\"\n"
        "control.controller = 4\n";
    CHECK(contains(refused(rig_with(dotted), "gain"), "line of its own"));
  }

  TEST_CASE("inline table: quotes, brackets and broken lines do not mislead the editor") {
    const std::vector<KeyValue> wanted{{"b", "7"}};
    const auto edited = [&](const std::string& line) {
      return with_inline_keys(line, "t", wanted);
    };
    CHECK(edited("t = { a = \"b = 1, \\\" }\", b = 2 }") == "t = { a = \"b = 1, \\\" }\", b = 7 }");
    CHECK(edited("t={a='b = 1 \\',b=2}") == "t={a='b = 1 \\',b=7}");
    CHECK(edited("t = { a = [1, { b = 3 }], b = 2 }") == "t = { a = [1, { b = 3 }], b = 7 }");
    CHECK(edited("\"t\" = { \"b\" = 2 }\r\n") == "\"t\" = { \"b\" = 7 }\r\n");
    CHECK(edited("t = { a = 1 }") == "t = { a = 1, b = 7 }");
    for (const char* line : {"t = {}", "t = { a = 1", "t = { a", "t = 3", "u = { b = 1 }",
                             "t = { a = \"", "", "t", "t = { a = }", "x = [{ t = { b = 1 } }]"}) {
      INFO(line);
      CHECK_FALSE(edited(line));
    }
  }
}
