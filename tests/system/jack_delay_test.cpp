// SPDX-License-Identifier: GPL-3.0-or-later
// AudioWorkerPort through a real JACK server: delays, sample-exactness, freewheel.
#include <doctest/doctest.h>

#include <chrono>

#include "rig/devices/audio_worker_port.hpp"
#include "tests/system/jack_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::JackBench;

namespace {

struct Delays {
  std::int64_t amp{-1};
  std::int64_t loopback{-1};
  friend bool operator==(const Delays&, const Delays&) = default;
};

/// Both channels must hold the stimulus bit for bit; tells how late.
Delays exact_delays(const std::vector<float>& stimulus, const Recording& recording) {
  Delays delays;
  for (std::size_t c = 0; c < 2; ++c) {
    const auto& channel = recording.channels[c];
    const auto lag = test::lag_of(stimulus, channel, 5000);
    const auto shift = static_cast<std::size_t>(lag);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < stimulus.size() && i + shift < channel.size(); ++i) {
      if (channel[i + shift] != stimulus[i]) ++wrong;
    }
    CHECK(wrong == 0);
    (c == 0 ? delays.amp : delays.loopback) = lag;
  }
  return delays;
}

}  // namespace

TEST_SUITE("system") {
  TEST_CASE("jack: takes are sample-exact and late by P direct and 2 P through a client") {
    const int period = 1024;
    const JackBench bench{JackBench::With::PassThrough, period};
    AudioWorkerPort port{test::worker()};
    const auto stimulus = test::noise_burst(72'000, 4800);
    int compared = 0;
    for (int epoch = 0; epoch < 3; ++epoch) {
      const auto info = port.open(test::through_spec(bench));
      CHECK(info.rate == SampleRate{48000});
      CHECK(info.period_frames == period);
      for (int take = 0; take < 2; ++take) {
        const auto status = test::play(port, stimulus, 80'000);
        REQUIRE_MESSAGE(!status.fault, status.fault->detail);
        REQUIRE(status.state == PlayState::Complete);
        if (status.xruns > 0) continue;  // a busy machine: the session would repeat the take
        const auto delays = exact_delays(stimulus, *status.recording);
        CHECK(delays.loopback == period);
        CHECK(delays.amp == 2 * period);
        ++compared;
      }
      port.close();
    }
    CHECK(compared >= 3);
  }

  TEST_CASE("jack: a loopback through another client is as long as the amp path") {
    const JackBench bench{JackBench::With::PassThrough, 512};
    auto spec = test::through_spec(bench);
    spec.audio.loopback_direct = false;
    spec.audio.inputs[1].port = "through:out";
    AudioWorkerPort port{test::worker()};
    port.open(spec);
    const auto stimulus = test::noise_burst(48'000, 4800);
    const auto status = test::play(port, stimulus, 60'000);
    REQUIRE_FALSE(status.fault);
    CHECK(exact_delays(stimulus, *status.recording) == Delays{1024, 1024});
  }

  TEST_CASE("jack: freewheel plays 40 s in less than 8 s as exactly and as late as real time") {
    const JackBench bench{JackBench::With::PassThrough, 1024};
    auto spec = test::through_spec(bench);
    spec.freewheel = true;
    AudioWorkerPort port{test::worker()};
    port.open(spec);
    const auto stimulus = test::noise_burst(40 * 48'000, 4800);
    for (int take = 0; take < 2; ++take) {
      const auto start = std::chrono::steady_clock::now();
      const auto status = test::play(port, stimulus, 41 * 48'000);
      const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
      REQUIRE_MESSAGE(!status.fault, status.fault->detail);
      CHECK(status.state == PlayState::Complete);
      CHECK(elapsed.count() < 8.0);
      MESSAGE("freewheel: " << 41.0 / elapsed.count() << " x real time");
      CHECK(exact_delays(stimulus, *status.recording) == Delays{2048, 1024});
    }
    // Between takes the graph runs in real time again.
    const auto idle = port.poll();
    CHECK_FALSE(idle.fault);
  }
}
