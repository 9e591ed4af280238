// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/measurement_plan.hpp"

#include <doctest/doctest.h>

#include <string>

#include "rig/model/result.hpp"
#include "rig/plan/rig_file.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

Rig simulated() { return load_rig(FIXTURES_DIR "/rigs/simulated.toml"); }

std::string refusal(const std::string& words) {
  try {
    (void)setting_in_words(simulated(), words);
  } catch (const SetupError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("measurement plan: knobs named stand where they are told, the others in the middle") {
    const Setting setting = setting_in_words(simulated(), "gain=7.5,treble=0");
    CHECK(setting == Setting{{"bass", 5.0}, {"gain", 7.5}, {"treble", 0.0}});
    CHECK(setting_in_words(simulated(), "").at("gain") == 5.0);
  }

  TEST_CASE("measurement plan: a wrong word of --set is refused and named") {
    CHECK(refusal("gian=5").find("gian") != std::string::npos);
    CHECK(refusal("gain=11").find("0..10") != std::string::npos);
    CHECK(refusal("gain").find("gain") != std::string::npos);
    CHECK(refusal("gain=loud").find("loud") != std::string::npos);
    CHECK(refusal("gain=5,,bass=3") != "");
  }

  TEST_CASE("measurement plan: one take at the setting; another suite is another plan") {
    const Rig rig = simulated();
    const Setting setting = setting_in_words(rig, "gain=3");
    const Plan quick = measurement_plan(rig, setting, {});
    REQUIRE(quick.takes.size() == 1);
    CHECK(quick.takes[0].setting == setting);
    CHECK(quick.reference == setting);
    CHECK(quick.hash !=
          measurement_plan(rig, setting, {signals::Suite::Full, DbFsPeak{-12.0}}).hash);
  }

  TEST_CASE("measurement plan: a level above the ceiling is refused before anything sounds") {
    const Rig rig = simulated();  // ceiling -1 dBFS
    CHECK_THROWS_AS((void)measurement_plan(rig, {}, {signals::Suite::Quick, DbFsPeak{-0.5}}),
                    SetupError);
    CHECK_NOTHROW((void)measurement_plan(rig, {}, {signals::Suite::Quick, DbFsPeak{-1.0}}));
  }
}
