// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/duty.hpp"

#include <doctest/doctest.h>

#include "session_scene.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

/// 4.5 s at 1 kHz: with the tail that is recorded, takes of 5 s.
Dataset begun_dataset() {
  Dataset dataset;
  dataset.rate = SampleRate{1000};
  dataset.length = SampleCount{4500};
  return dataset;
}

AttemptRecord attempt_at(const std::string& started, const std::string& finished) {
  AttemptRecord record;
  record.attempt.started = started;
  if (!finished.empty()) record.outcome.emplace().finished = finished;
  return record;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("duty: a load of 100 W on an amp of 100 W may be driven half the time") {
    CHECK(allowed_duty({"reactive", Ohms{8}, Watts{100}, Watts{100}}, SafetySpec{}) == 0.5);
  }

  TEST_CASE("duty: never above the limit, and unlimited without power") {
    CHECK(allowed_duty({"reactive", Ohms{8}, Watts{1000}, Watts{50}}, SafetySpec{}) == 0.6);
    CHECK(allowed_duty({"none", Ohms{8}, Watts{0}, Watts{0}}, SafetySpec{}) == 1.0);
  }

  TEST_CASE("duty: 60 s played at 60 % need 100 s in all") {
    DutyBudget budget{0.6};
    budget.played(1000s, 60s);
    CHECK(budget.rest_due(1070s) == 30s);
    CHECK(budget.rest_due(1100s) == 0s);
    CHECK(budget.rest_due(1200s) == 0s);
    DutyBudget unlimited{1.0};
    unlimited.played(0s, 60s);
    CHECK(unlimited.rest_due(60s) == 0s);
  }

  TEST_CASE("duty: rest between takes counts, an hour at a prompt no more than five minutes") {
    DutyBudget budget{0.5};
    budget.played(0s, 60s);    // rested off at 120 s
    budget.played(150s, 60s);  // 30 s of credit
    CHECK(budget.rest_due(210s) == 30s);
    budget.played(4000s, 600s);  // credit from 3700 s on
    CHECK(budget.rest_due(4600s) == 300s);
  }

  TEST_CASE("duty: a session that is resumed rests as the one that was killed would have") {
    DutyBudget resumed{0.5};
    resumed.played_before(5210s, {{210s, 60s}, {60s, 60s}});  // as above, killed at 210 s
    CHECK(resumed.rest_due(5210s) == 30s);
    resumed.played(5300s, 60s);  // the minute before it was nobody's rest
    CHECK(resumed.rest_due(5360s) == 60s);
    DutyBudget later{0.5};
    later.played_before(9000s, {{4000s, 60s}});
    CHECK(later.rest_due(9000s) == 0s);
    later.played(9000s, 60s);
    CHECK(later.rest_due(9060s) == 60s);
    DutyBudget fresh{0.5};
    fresh.played_before(0s, {});
    CHECK(fresh.rest_due(0s) == 0s);
    DutyBudget unlimited{1.0};
    unlimited.played_before(60s, {{60s, 60s}});
    CHECK(unlimited.rest_due(60s) == 0s);
  }

  TEST_CASE("duty: a computer whose clock was set back owes the rest of one take, not of all") {
    DutyBudget budget{0.25};
    budget.played_before(1000s, std::vector<Spell>(50, Spell{60s, 60s}));
    CHECK(budget.rest_due(1000s) == 180s);
  }

  TEST_CASE("duty: what was played stands in the ledger, retries and takes cut off too") {
    Dataset dataset = begun_dataset();
    dataset.takes.resize(2);
    dataset.takes[0].attempts = {attempt_at("2026-01-01T00:00:20.000Z", "2026-01-01T00:00:25.000Z"),
                                 attempt_at("2026-01-01T00:00:40.000Z", "")};  // killed
    dataset.takes[1].attempts = {
        attempt_at("2026-01-01T00:00:10.000Z", "2026-01-01T00:00:11.500Z"),  // stopped
        attempt_at("2026-01-01T00:00:30.000Z", "2026-01-02T00:00:00.000Z"),  // told by a resume
        attempt_at("2026-01-01T00:02:00.000Z", "2026-01-01T00:02:05.000Z"),  // ahead of the clock
        attempt_at("", "")};
    const auto spells = spells_of(dataset, "2026-01-01T00:01:00.000Z");
    REQUIRE(spells.size() == 6);
    const std::vector<Spell> expected{{50s, 1500ms}, {40s, 5s}, {30s, 5s},
                                      {20s, 5s},     {5s, 5s},  {5s, 5s}};
    for (std::size_t i = 0; i < spells.size(); ++i) {
      CAPTURE(i);
      CHECK(spells[i].ago == expected[i].ago);
      CHECK(spells[i].duration == expected[i].duration);
    }
  }
}

TEST_SUITE("sim") {
  TEST_CASE("duty: the load rests before the first take of a session that is resumed") {
    test::Scene scene;
    scene.rig.load.rating = Watts{50.0};  // half the time
    bool rested = false;
    bool rested_first = false;
    scene.observer = [&](const SessionSnapshot& now) {
      rested = rested || now.state == SessionState::Resting;
      if (now.state != SessionState::Playing) return;
      rested_first = rested;
      if (now.take_position > 0.5) scene.stop.request_stop();
    };
    CHECK(scene.capture().ended_by);
    CHECK_FALSE(rested_first);  // the first ever
    scene.stop = std::stop_source{};
    rested = false;
    CHECK(scene.capture(true).ended_by);
    CHECK(rested_first);
  }
}
