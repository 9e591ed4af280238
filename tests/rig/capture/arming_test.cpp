// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/arming.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "fixtures/scripted_operator.hpp"
#include "rig/model/result.hpp"
#include "support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

Rig hardware_rig() {
  Rig rig = test::small_rig();
  rig.audio.api = AudioApi::Alsa;
  rig.interface_checklist = {"Direct monitor is off"};
  return rig;
}

signals::Stimulus stimulus_with_peak(float peak) {
  signals::Stimulus stimulus;
  stimulus.samples = {0.0F, peak, 0.0F};
  return stimulus;
}

SetupKind refusal(const Rig& rig, const signals::Stimulus& stimulus, Operator& person) {
  try {
    arm(rig, stimulus, LoopbackOffset::Needed, person, {});
  } catch (const SetupError& error) {
    return error.kind();
  }
  FAIL("armed");
  return SetupKind::Usage;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("arming: the operator is asked about load, power and the interface's traps") {
    fixtures::ScriptedOperator person;
    arm(hardware_rig(), stimulus_with_peak(0.5F), LoopbackOffset::Needed, person, {});
    REQUIRE(person.asked().size() == 1);
    CHECK(person.asked()[0].lines.size() == 4);
    CHECK(person.asked()[0].lines.back() == "Direct monitor is off");
  }

  TEST_CASE("arming: a sound card without a list of its own gets the usual traps, load or not") {
    Rig rig = hardware_rig();
    rig.interface_checklist.clear();
    CHECK(arming_checklist(rig).size() == 6);
    rig.load.kind = "none";
    const auto lines = arming_checklist(rig);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].find("Direct monitoring is off") == 0);
  }

  TEST_CASE("arming: JACK software without a list asks nothing, with one asks it") {
    Rig rig = hardware_rig();
    rig.audio.api = AudioApi::Jack;
    rig.load.kind = "none";
    CHECK(arming_checklist(rig) == std::vector<std::string>{"Direct monitor is off"});
    rig.interface_checklist.clear();
    CHECK(arming_checklist(rig).empty());
    rig.load.kind = "reactive";  // JACK over a sound card with an amp behind it
    CHECK(arming_checklist(rig).size() == 6);
  }

  TEST_CASE("arming: a no, and a stop, refuse the session") {
    fixtures::ScriptedOperator no{{Operator::Answer::No}};
    CHECK(refusal(hardware_rig(), stimulus_with_peak(0.5F), no) == SetupKind::Safety);
    fixtures::ScriptedOperator stopped{{Operator::Answer::Stopped}};
    CHECK(refusal(hardware_rig(), stimulus_with_peak(0.5F), stopped) == SetupKind::Safety);
  }

  TEST_CASE("arming: an amp stronger than its load is refused before anybody is asked") {
    Rig rig = hardware_rig();
    rig.load.amp_power = Watts{250.0};
    fixtures::ScriptedOperator person;
    CHECK(refusal(rig, stimulus_with_peak(0.5F), person) == SetupKind::Safety);
    CHECK(person.asked().empty());
  }

  TEST_CASE("arming: a stimulus that would reach the ceiling at its send gain is refused") {
    fixtures::ScriptedOperator person;
    Rig rig = hardware_rig();
    rig.safety.output_ceiling = DbFsPeak{-6.0};
    CHECK(refusal(rig, stimulus_with_peak(0.6F), person) == SetupKind::Safety);
    rig.levels.amp_send_gain = Decibels{-6.0};
    rig.levels.loopback_send_gain = Decibels{-6.0};
    CHECK_NOTHROW(arm(rig, stimulus_with_peak(0.6F), LoopbackOffset::Needed, person, {}));
  }

  TEST_CASE("arming: a port-to-port loopback of unknown offset is refused for a capture only") {
    Rig rig = hardware_rig();
    rig.audio.loopback_direct = true;
    fixtures::ScriptedOperator person;
    CHECK(refusal(rig, stimulus_with_peak(0.5F), person) == SetupKind::Device);
    CHECK_NOTHROW(arm(rig, stimulus_with_peak(0.5F), LoopbackOffset::Unused, person, {}));
    rig.calibration.loopback_offset_samples = 1024.0;
    CHECK_NOTHROW(arm(rig, stimulus_with_peak(0.5F), LoopbackOffset::Needed, person, {}));
  }

  TEST_CASE("arming: the quietest setting has gain and level knobs at their minimum") {
    const Setting setting = quietest(test::small_rig(), {{"gain", 5.0}, {"treble", 7.0}});
    CHECK(setting.at("gain") == 0.0);
    CHECK(setting.at("treble") == 7.0);
  }
}
