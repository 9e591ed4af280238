// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/listen.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "fixtures/simulated_bench.hpp"
#include "rig/capture/attempt_take.hpp"
#include "rig/capture/play_take.hpp"
#include "rig/capture/rig_stream.hpp"
#include "rig/ports/take_player.hpp"
#include "support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

struct OpenBench {
  explicit OpenBench(const Rig& with)
      : rig(with), stimulus(test::small_stimulus()), bench(fixtures::simulate(rig)) {
    bench.bench.audio->open(stream_of(rig, frames_for(stimulus)));
  }
  Listener listener() { return {*bench.bench.audio, *bench.bench.clock, rig}; }
  Rig rig;
  signals::Stimulus stimulus;
  fixtures::SimulatedBench bench;
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("predict_tap: the corridor follows stimulus * response with the stated margins") {
    TapReading reading;
    reading.chirp_peak = 0.01;
    reading.noise_peak = 1e-6;
    reading.signal_peak = 0.005;
    reading.response.assign(1, 0.5);  // a plain gain of one half
    reading.sure_response = reading.response;
    signals::Stimulus stimulus;
    stimulus.samples.assign(20 * TakePlayer::kTapBlock, 0.0F);
    std::fill(stimulus.samples.begin() + 5 * TakePlayer::kTapBlock,
              stimulus.samples.begin() + 15 * TakePlayer::kTapBlock, 0.1F);

    const TapCorridor tap = predict_tap(reading, stimulus, stimulus.length(), Decibels{6.0206});

    REQUIRE(tap.low.size() == 20);
    CHECK(tap.high[10] == doctest::Approx(2.0 * 0.05 + 4e-6).epsilon(1e-3));
    CHECK(tap.low[10] == doctest::Approx(0.005 / 4.0).epsilon(1e-3));
    CHECK(tap.high[0] == doctest::Approx(2.0 * 0.005 + 4e-6).epsilon(1e-3));
    CHECK(tap.low[0] == 0.0F);
    CHECK(tap.low[5] == 0.0F);   // edge blocks are not guarded from below
    CHECK(tap.high[4] > 0.09F);  // and are allowed to be loud
  }
}

TEST_SUITE("sim") {
  TEST_CASE("listen: the tap stays inside its predicted corridor from clean to fully driven") {
    for (const double gain : {1.0, 5.0, 10.0}) {
      OpenBench open{test::small_rig()};
      const Setting setting{{"gain", gain}, {"treble", 5.0}};
      REQUIRE(move_knobs(open.bench.bench, open.rig, setting, {}));
      const auto heard = listen(open.listener(), kListenLevel, setting, {});
      REQUIRE(heard);
      const TapCorridor tap =
          predict_tap(*heard, open.stimulus, frames_for(open.stimulus), Decibels{6.0});
      TakeRequest request;
      request.stimulus = open.stimulus.samples;
      request.frames = frames_for(open.stimulus);
      request.tap = &tap;
      CHECK_FALSE(play_take(*open.bench.bench.audio, *open.bench.bench.clock, request, {}).fault);
      // The guard was not asleep: a good part of the take is guarded from below.
      const auto guarded =
          std::count_if(tap.low.begin(), tap.low.end(), [](float x) { return x > 0; });
      CHECK(guarded > static_cast<std::ptrdiff_t>(tap.low.size() / 4));
    }
  }

  TEST_CASE("listen: a tap that goes silent inside a take mutes it as TapLow") {
    Rig rig = test::small_rig();
    rig.simulation.faults.push_back({7, 1, InjectedFault::Kind::TapLost, 3.0, 1, ""});
    OpenBench open{rig};
    const Setting setting{{"gain", 5.0}, {"treble", 5.0}};
    const auto heard = listen(open.listener(), kListenLevel, setting, {});
    REQUIRE(heard);
    const TapCorridor tap =
        predict_tap(*heard, open.stimulus, frames_for(open.stimulus), Decibels{6.0});
    TakeRequest request;
    request.stimulus = open.stimulus.samples;
    request.frames = frames_for(open.stimulus);
    request.tap = &tap;
    request.take = 7;
    const auto played = play_take(*open.bench.bench.audio, *open.bench.bench.clock, request, {});
    REQUIRE(played.fault);
    CHECK(played.fault->code == FaultCode::TapLow);
  }

  TEST_CASE("probe_load: never louder than -40 dBFS peak, and TapLow when nothing answers") {
    Rig rig = test::small_rig();
    rig.simulation.faults.push_back({-2, 0, InjectedFault::Kind::TapLost, 0.0, 1, ""});
    OpenBench open{rig};
    const auto heard = probe_load(open.listener(), {{"gain", 5.0}, {"treble", 5.0}}, {});
    REQUIRE_FALSE(heard);
    CHECK(heard.error().code == FaultCode::TapLow);
  }

  TEST_CASE("probe_load: a present load is found 20 dB above the noise") {
    OpenBench open{test::small_rig()};
    const auto heard = probe_load(open.listener(), {{"gain", 5.0}, {"treble", 5.0}}, {});
    REQUIRE(heard);
    CHECK(heard->above_noise_db() >= 20.0);
  }
}
