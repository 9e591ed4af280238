// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/motion_json.hpp"

#include <doctest/doctest.h>

#include "rig/dataset/plan_json.hpp"
#include "rig/dataset/take_json.hpp"

using namespace ampsweep::rig;

TEST_SUITE("unit") {
  TEST_CASE("motion json: a planned motion and what was sent come back to the last bit") {
    const PlannedTake take{
        7,
        {{"gain", 2.0}},
        Split::Motion,
        Purpose::Listed,
        3,
        KnobMotion{"gain", {{0.0, 2.0}, {0.1 + 0.2, 1.0 / 3.0}, {1e9, 8.0}}, 12}};
    const PlannedTake back = planned_take_from(parse_json(compact_text(to_json(take))));
    REQUIRE(back.motion);
    CHECK(same_motion(*back.motion, *take.motion));
    CHECK(back.split == Split::Motion);

    Attempt attempt;
    Outcome outcome;
    outcome.motion = MotionTrace{"gain", {{960, 2.1, 26.0}, {1920, 1.0 / 3.0, 27.5}}, 0.0413};
    const Json row = parse_json(compact_text(to_json(attempt, outcome, {})));
    REQUIRE(outcome_from(row).outcome.motion);
    CHECK(*outcome_from(row).outcome.motion == *outcome.motion);
  }

  TEST_CASE("motion json: rows of takes that stand still are as they were") {
    const PlannedTake take{7, {{"gain", 2.0}}, Split::Train, Purpose::Listed, 3};
    CHECK_FALSE(to_json(take).contains("motion"));
    CHECK_FALSE(to_json(Attempt{}, Outcome{}, {}).contains("motion"));
    CHECK_FALSE(planned_take_from(to_json(take)).motion);
  }

  TEST_CASE("motion json: rows that contradict themselves are refused") {
    const PlannedTake take{7,
                           {{"gain", 2.0}},
                           Split::Motion,
                           Purpose::Listed,
                           3,
                           KnobMotion{"gain", {{0, 2}, {1, 3}}}};
    const Json good = to_json(take);
    const auto refused = [&](auto change) {
      Json bad = good;
      change(bad);
      CHECK_THROWS_AS((void)planned_take_from(bad), std::exception);
    };
    refused([](Json& j) { j.erase("motion"); });
    refused([](Json& j) { j["split"] = "train"; });
    refused([](Json& j) { j["motion"]["points"] = Json::array(); });
    refused([](Json& j) { j["motion"]["points"][1][0] = 0.0; });
    refused([](Json& j) { j["motion"]["points"][1] = 5; });
    refused([](Json& j) { j["motion"].erase("knob"); });
  }
}
