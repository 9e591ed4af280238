// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/estimate.hpp"

#include <doctest/doctest.h>

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

Knob midi(const std::string& id, double settle_ms) {
  Knob knob;
  knob.id = id;
  MidiControl control;
  control.settle_ms = settle_ms;
  knob.control = control;
  return knob;
}

/// Two MIDI knobs (200 and 500 ms), one by hand; amp, loopback and microphone at 48 kHz.
Rig bench() {
  Rig rig;
  Knob hand;
  hand.id = "hand";
  hand.control = ManualControl{};
  rig.knobs = {midi("quick", 200.0), midi("slow", 500.0), hand};
  rig.audio.inputs = {{"amp", 1, ""}, {"loopback", 2, ""}, {"mic", 3, ""}};
  return rig;
}

PlannedTake take(int id, Split split, double quick, double slow, double hand) {
  return {id, {{"quick", quick}, {"slow", slow}, {"hand", hand}}, split, Purpose::Design, 0};
}

Plan four_takes() {
  Plan plan;
  plan.takes = {take(0, Split::Reference, 5, 5, 5), take(1, Split::Train, 1, 5, 5),
                take(2, Split::Train, 2, 6, 5), take(3, Split::Test, 2, 6, 9)};
  return plan;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("estimate: listening to the knobs is counted: 1.75 s a take, 20 s a knob") {
    Plan plan = four_takes();
    plan.policy.hear_knobs = true;
    const auto result = estimate(plan, bench(), SampleCount{480000}, SampleCount{24000});
    CHECK(result.listening.value() == doctest::Approx(4 * (0.75 + 1.75) + 3 * 20.0));
  }

  TEST_CASE("estimate: takes, time and bytes of four takes agree with a calculation by hand") {
    const auto result = estimate(four_takes(), bench(), SampleCount{480000}, SampleCount{24000});

    CHECK(result.takes_total == 4);
    CHECK(result.takes.at(Split::Train) == 2);
    CHECK(result.takes.at(Split::Validation) == 0);
    CHECK(result.takes.at(Split::Test) == 1);
    CHECK(result.takes.at(Split::Reference) == 1);
    CHECK(result.playing.value() == doctest::Approx(4 * 10.5));
    // First move: all knobs; then quick (0.2), quick and slow (0.5), hand.
    CHECK(result.moving.at("midi").value() == doctest::Approx(0.5 + 0.2 + 0.5));
    CHECK(result.moving.at("manual").value() == doctest::Approx(2 * 8.0));
    CHECK(result.moving.count("simulated") == 0);
    CHECK(result.moving_total.value() == doctest::Approx(17.2));
    CHECK(result.resting.value() == 0.0);
    CHECK(result.listening.value() == doctest::Approx(4 * 0.75));
    CHECK(result.total.value() == doctest::Approx(62.2));
    CHECK(result.raw_bytes == 4LL * 504000 * 3 * 4);
    CHECK(result.aligned_bytes == (4LL * 2 + 1) * 480000 * 3);  // amp and mic, and input.wav
    CHECK(result.disk_bytes == result.raw_bytes + result.aligned_bytes);
    CHECK(result.coverage.settings == 2);
  }

  TEST_CASE("estimate: a load rests until playing is its share of the time") {
    Rig rig = bench();
    rig.load.kind = "reactive";
    rig.safety.max_duty = 0.5;

    const auto result = estimate(four_takes(), rig, SampleCount{480000});

    // 40 s of playing need 80 s in all; 17.2 s go by with moving, 3 s with listening.
    CHECK(result.resting.value() == doctest::Approx(80.0 - 40.0 - 20.2));
    CHECK(result.total.value() == doctest::Approx(80.0));
    rig.safety.max_duty = 1.0;
    CHECK(estimate(four_takes(), rig, SampleCount{480000}).resting.value() == 0.0);
    rig.load.rating = Watts{100.0};  // against 2 x 100 W: half the time, whatever max_duty says
    rig.load.amp_power = Watts{100.0};
    CHECK(estimate(four_takes(), rig, SampleCount{480000}).resting.value() ==
          doctest::Approx(80.0 - 40.0 - 20.2));
  }

  TEST_CASE("estimate: an empty plan costs input.wav and nothing else") {
    const auto result = estimate(Plan{}, bench(), SampleCount{1000});

    CHECK(result.takes_total == 0);
    CHECK(result.total.value() == 0.0);
    CHECK(result.disk_bytes == 3000);
  }

  TEST_CASE("estimate: servos turn one after the other, by way of their approach") {
    Rig rig = bench();
    ServoControl servo;
    servo.protocol = ServoProtocol::Feetech;
    servo.marks = {{0.0, 0.0}, {10.0, 3072.0}};  // 270 degrees
    servo.speed_deg_s = 90.0;
    servo.overshoot_deg = 3.0;
    servo.settle_ms = 100.0;
    rig.knobs[0].control = servo;
    rig.knobs[1].control = servo;

    const auto result = estimate(four_takes(), rig, SampleCount{480000}, SampleCount{24000});

    // First half the travel each; then quick by 4, quick and slow by 1 of 10.
    const double first = 2.0 * (135.0 + 6.0) / 90.0;
    const double later = (4.0 + 1.0 + 1.0) * 27.0 / 90.0 + 3.0 * 6.0 / 90.0;
    CHECK(result.moving.at("feetech").value() == doctest::Approx(first + later + 5 * 0.1));
  }
}
