// SPDX-License-Identifier: GPL-3.0-or-later
// The simulated amp warms up as a known exponential: its slope tells when the gate must open.
#include "rig/capture/warm_up_gate.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "rig/capture/rig_stream.hpp"
#include "session_scene.hpp"
#include "support/quick_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// A gain error that dies away; the bench tells of nothing else.
struct Warming {
  double db{0.0};
  double time_constant_s{60.0};
  double noise_dbfs_rms{-100.0};
  double duty{1.0};
};

struct Waited {
  WarmUpEnd end;
  int told{0};
};

Waited wait_for(const Warming& amp, WarmUpPolicy policy = {}) {
  Rig rig = test::small_rig();
  rig.simulation.warm_up_db = amp.db;
  rig.simulation.warm_up_s = amp.time_constant_s;
  rig.simulation.noise_dbfs_rms = amp.noise_dbfs_rms;
  Plan plan = test::small_plan(rig);
  plan.policy.warm_up = policy;
  auto made = test::quick_bench(rig);
  (void)made.bench.audio->open(stream_of(rig, warm_up_frames(rig.audio.rate)));
  Waited waited;
  DutyBudget duty{amp.duty};
  WarmUpGate gate{made.bench, rig, plan, duty};
  auto end = gate.wait([&](const analysis::ReferenceReading&) { ++waited.told; }, {});
  REQUIRE(end);
  waited.end = *std::move(end);
  return waited;
}

/// Where db exp(-t/tau) falls by less than `limit` dB a minute.
double calm_after_s(const Warming& amp, double limit) {
  return amp.time_constant_s * std::log(60.0 * amp.db / (amp.time_constant_s * limit));
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("warm-up gate: a steady amp passes with four readings, in noise too") {
    for (const double noise : {-100.0, -70.0}) {
      const Waited waited = wait_for({0.0, 60.0, noise});
      CHECK(waited.end.steady);
      CHECK(waited.end.took.value() < (noise < -90.0 ? 35.0 : 190.0));
    }
  }

  TEST_CASE("warm-up gate: gives up when the plan's time is over, and says how it stands") {
    WarmUpPolicy policy;
    policy.at_most_min = 1.0;
    const Waited waited = wait_for({3.0, 600.0}, policy);
    CHECK_FALSE(waited.end.steady);
    CHECK(waited.end.took.value() > 60.0);
    CHECK(waited.end.took.value() < 75.0);
    REQUIRE(waited.end.last);
    CHECK(waited.end.last->gain.per_min == doctest::Approx(-0.3 * std::exp(-0.075)).epsilon(0.05));
    CHECK(to_string(waited.end).find("NOT steady") != std::string::npos);
  }

  TEST_CASE("warm-up gate: a load that must rest is given its rest between the tones") {
    const Waited waited = wait_for({0.0, 60.0, -100.0, 0.05});
    REQUIRE(waited.end.readings.size() >= 2);
    const double sound_s = seconds(warm_up_frames(SampleRate{48000}), SampleRate{48000}).value();
    for (std::size_t i = 1; i < waited.end.readings.size(); ++i) {
      const double apart =
          waited.end.readings[i].at.value() - waited.end.readings[i - 1].at.value();
      CHECK(apart >= sound_s / 0.05 - 0.1);
    }
  }

  TEST_CASE("warm-up gate: an amp that answers nothing readable does not hold the session") {
    Rig rig = test::small_rig();
    rig.load.kind = "none";  // nothing to protect: an amp at its mute end is let through
    rig.simulation.amp = "wire";
    rig.simulation.noise_dbfs_rms = -5.0;
    const Plan plan = test::small_plan(rig);
    auto made = test::quick_bench(rig);
    (void)made.bench.audio->open(stream_of(rig, warm_up_frames(rig.audio.rate)));
    DutyBudget duty{1.0};
    WarmUpGate gate{made.bench, rig, plan, duty};
    const auto end = gate.wait({}, {});
    REQUIRE(end);
    CHECK_FALSE(end->steady);
    CHECK_FALSE(end->unreadable.empty());
  }

  TEST_CASE("warm-up gate: asked of an amp with power, or by the plan") {
    Rig rig = test::small_rig();
    CHECK_FALSE(waits_for_warmth(rig, {}));
    CHECK(waits_for_warmth(rig, {.wait = true}));
    rig.audio.api = AudioApi::Alsa;
    CHECK(waits_for_warmth(rig, {}));
    CHECK_FALSE(waits_for_warmth(rig, {.wait = false}));
    rig.load.kind = "none";
    CHECK_FALSE(waits_for_warmth(rig, {}));
  }

  TEST_CASE("session: waits for a warming amp before its first take, and says so in the ledger") {
    test::Scene scene;
    scene.rig.simulation.warm_up_db = 0.5;
    scene.rig.simulation.warm_up_s = 20.0;
    scene.plan.policy.warm_up.wait = true;
    bool warming = false;
    bool played_cold = false;
    scene.observer = [&](const SessionSnapshot& now) {
      if (now.state == SessionState::WarmingUp) warming = true;
      if (now.state == SessionState::Playing && !warming) played_cold = true;
    };
    CHECK(scene.capture().complete());
    CHECK(warming);
    CHECK_FALSE(played_cold);
    CHECK(test::was_noted(open_dataset(scene.dir()), "warm_up"));
  }
}

// Minutes of sound each: too much for a sanitizer.
TEST_SUITE("slow") {
  TEST_CASE("warm-up gate: opens where the slope of a known warm-up falls below the limit") {
    for (const Warming amp : {Warming{1.0, 60.0}, Warming{0.5, 30.0}, Warming{2.0, 240.0}}) {
      CAPTURE(amp.time_constant_s);
      const Waited waited = wait_for(amp);
      CHECK(waited.end.steady);
      CHECK(waited.told == static_cast<int>(waited.end.readings.size()));
      const double calm = calm_after_s(amp, 0.02);
      CHECK(waited.end.took.value() > calm - 5.0);
      CHECK(waited.end.took.value() < calm + 30.0);
    }
  }
}
