// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/panama_points.hpp"

#include <doctest/doctest.h>

#include "../lettered_knobs.hpp"
#include "../refusal_of.hpp"

using namespace ampsweep::rig;
using ampsweep::test::contains;
using ampsweep::test::lettered_knobs;
using ampsweep::test::refusal_of;

namespace {

/// b over 2..6 first, then a in steps of 0.5; c stands still.
DesignSpace trainer_space() {
  auto knobs = lettered_knobs(2);
  knobs[0].resolution = 0.5;
  return {{{knobs[1], 2.0, 6.0}, {knobs[0], 0.0, 10.0}}, {{"c", 7.0}}};
}

std::string panama_refusal(const std::string& text) {
  return refusal_of([&] { (void)panama_settings(text, "new_points.json", trainer_space()); });
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("panama points: vectors run over the knobs' ranges, in the trainer's order") {
    const auto settings = panama_settings(
        R"([{"g_vector": [0.25, 1.0], "index": 11}, {"g_vector": [1, 0.52], "index": 10}])",
        "new_points.json", trainer_space());
    CHECK(settings == std::vector<Setting>{{{"a", 10.0}, {"b", 3.0}, {"c", 7.0}},
                                           {{"a", 5.0}, {"b", 6.0}, {"c", 7.0}}});
  }

  TEST_CASE("panama points: what the file gets wrong is said, with the point and the way out") {
    CHECK(contains(panama_refusal("{"), "new_points.json: is no list of points"));
    CHECK(contains(panama_refusal("[]"), "is no list of points"));
    CHECK(contains(panama_refusal(R"({"g_vector": [0, 0]})"), "is no list of points"));
    CHECK(contains(panama_refusal("[3]"), "point 1 has no g_vector"));
    CHECK(contains(panama_refusal(R"([{"index": 1}])"), "point 1 has no g_vector"));
    CHECK(contains(panama_refusal(R"([{"g_vector": [0.1, 0.2]}, {"g_vector": [0.1]}])"),
                   "point 2 has 1 values in its g_vector where 2 knobs vary (b, a)"));
    CHECK(contains(panama_refusal(R"([{"g_vector": [0.1, 1.2]}])"), "not inside 0..1"));
    CHECK(contains(panama_refusal(R"([{"g_vector": [0.1, -0.1]}])"), "not inside 0..1"));
    CHECK(contains(panama_refusal(R"([{"g_vector": [0.1, "x"]}])"), "not inside 0..1"));
    CHECK(contains(panama_refusal(R"([{"g_vector": [0.1, null]}])"), "not inside 0..1"));
    CHECK(contains(panama_refusal(R"([{"g_vector": [0, 0], "index": -1}])"), "no whole number"));
    CHECK(contains(
        panama_refusal(R"([{"g_vector": [0, 0], "index": 4}, {"g_vector": [0, 1], "index": 4}])"),
        "the index 4, which is there twice"));
    CHECK(contains(panama_refusal(std::string(20000, '[')), "is no list of points"));
  }

  TEST_CASE("panama points: indices and vectors as the trainer wrote them; none is refused") {
    const auto points = panama_points(
        R"([{"g_vector": [0.25, 1], "index": 10}, {"g_vector": [0.5, 0], "index": 4}])", "p.json");
    REQUIRE(points.size() == 2);
    CHECK(points[0].index == 10);
    CHECK(points[0].g_vector == std::vector<double>{0.25, 1.0});
    CHECK(points[1].index == 4);
    for (const char* text :
         {R"([{"g_vector": [0.5]}])", R"([{"g_vector": [0.5], "index": 1000000}])"}) {
      CHECK_THROWS_WITH_AS((void)panama_points(text, "p.json"), doctest::Contains("no index"),
                           SetupError);
    }
  }
}
