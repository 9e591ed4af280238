// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/csv_list.hpp"

#include <doctest/doctest.h>

#include "../refusal_of.hpp"

using namespace ampsweep::rig;
using ampsweep::test::contains;
using ampsweep::test::refusal_of;

namespace {

std::vector<Knob> knobs() {
  Knob gain;
  gain.id = "gain";
  gain.resolution = 0.5;
  Knob bright;
  bright.id = "bright";
  bright.positions = {"off", "on"};
  bright.maximum = 1.0;
  return {gain, bright};
}

std::vector<Setting> read(const std::string& text, const Setting& fixed = {}) {
  return csv_settings(text, "list.csv", knobs(), fixed);
}

std::string csv_refusal(const std::string& text, const Setting& fixed = {}) {
  return refusal_of([&] { (void)read(text, fixed); });
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("csv list: columns in any order, position names, nearest steps, file order") {
    const auto settings = read("bright,gain\non,5.2\n0, 10 \n");

    CHECK(settings == std::vector<Setting>{{{"gain", 5.0}, {"bright", 1.0}},
                                           {{"gain", 10.0}, {"bright", 0.0}}});
  }

  TEST_CASE("csv list: quotes, CRLF, a byte order mark, empty lines and no last line end") {
    CHECK(read("\xEF\xBB\xBF\"gain\",bright\r\n\r\n\"1\",\"on\"\r\n\r\n2,off") ==
          std::vector<Setting>{{{"gain", 1.0}, {"bright", 1.0}}, {{"gain", 2.0}, {"bright", 0.0}}});
  }

  TEST_CASE("csv list: a quote inside quotes is doubled, a comma inside them is text") {
    auto cabinet = knobs();
    cabinet[1].positions = {"12\" open", "10, closed"};
    CHECK(
        csv_settings("gain,bright\n1,\"12\"\" open\"\n2,\"10, closed\"\n", "l.csv", cabinet, {}) ==
        std::vector<Setting>{{{"gain", 1.0}, {"bright", 0.0}}, {{"gain", 2.0}, {"bright", 1.0}}});
  }

  TEST_CASE("csv list: semicolons and decimal commas are named for what they are") {
    CHECK(contains(csv_refusal("gain;bright\n1,5;on\n"),
                   "list.csv:1: columns are separated by semicolons"));
    CHECK(contains(csv_refusal("gain,bright\n1,5,on\n"),
                   "list.csv:2: 3 values under 2 columns\n  try: write one value a column, numbers "
                   "with a decimal point"));
    CHECK(contains(csv_refusal("gain,bright\n\"1,5\",on\n"),
                   "write the printed value with a decimal point"));
  }

  TEST_CASE("csv list: knobs without a column take their fixed value") {
    CHECK(read("gain\n3\n", {{"bright", 1.0}}) ==
          std::vector<Setting>{{{"gain", 3.0}, {"bright", 1.0}}});
  }

  TEST_CASE("csv list: every refusal names file, line and the way out") {
    CHECK(csv_refusal("gian,bright\n1,on\n") ==
          "list.csv:1: column \"gian\" is no knob of the rig, did you mean \"gain\"?\n"
          "  try: one of: gain, bright");
    CHECK(contains(csv_refusal("gain,gain\n1,1\n"), "list.csv:1: column \"gain\" is there twice"));
    CHECK(contains(csv_refusal("gain\n1\n"), "list.csv:1: knob \"bright\" has no column"));
    CHECK(contains(csv_refusal("gain,bright\n1,on\n", {{"gain", 1.0}}), "is also fixed"));
    CHECK(contains(csv_refusal("gain,bright\n1,on\n2\n"), "list.csv:3: 1 values under 2 columns"));
    CHECK(contains(csv_refusal("gain,bright\n\n1;on,0\n"),
                   "list.csv:3: knob \"gain\": \"1;on\" is not a number"));
    CHECK(contains(csv_refusal("gain,bright\n11,on\n"),
                   "list.csv:2: knob \"gain\": 11 is outside 0..10"));
    CHECK(contains(csv_refusal("gain,bright\nnan,on\n"), "knob \"gain\": nan is outside 0..10"));
    CHECK(contains(csv_refusal("gain,bright\n,on\n"), "\"\" is not a number"));
    CHECK(contains(csv_refusal("gain,bright\n1,no\n"),
                   "\"no\" is no position, did you mean \"on\"?"));
    CHECK(contains(csv_refusal("gain,bright\n\"1,on\n"), "list.csv:2: a quote is not closed"));
    CHECK(contains(csv_refusal(""), "list.csv: holds no settings"));
    CHECK(contains(csv_refusal("gain,bright\n"), "holds no settings"));
    std::string endless = "gain,bright\n";
    for (int i = 0; i <= 5000; ++i) endless += "1,on\n";
    CHECK(contains(csv_refusal(endless), "more than 5000 settings"));
  }
}
