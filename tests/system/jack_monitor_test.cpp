// SPDX-License-Identifier: GPL-3.0-or-later
// Listening to a take in a real JACK graph: what arrives, and where it must not.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <thread>

#include "rig/devices/worker_monitor.hpp"
#include "tests/system/jack_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::JackBench;

namespace {

MonitorChoice phones(const JackBench& bench, const std::string& port = "through:in") {
  auto choice = monitor_choice("jack:" + port);
  choice.server = bench.server();
  return choice;
}

/// Records what the pass-through client hears, and plays nothing.
StreamSpec recorder(const JackBench& bench) {
  auto spec = test::through_spec(bench);
  spec.audio.loopback_direct = false;
  spec.audio.outputs = {{"amp", 1, ""}};
  spec.audio.inputs = {{"amp", 1, "through:out"}};
  return spec;
}

/// Largest difference to `gain` times the sound, `lag` later.
double worst_error(const std::vector<float>& sound, const std::vector<float>& heard,
                   std::int64_t lag, double gain) {
  double worst = 0.0;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    const auto at = static_cast<std::int64_t>(i) + lag;
    if (at < 0 || at >= static_cast<std::int64_t>(heard.size())) continue;
    worst = std::max(
        worst, std::abs(gain * double{sound[i]} - double{heard[static_cast<std::size_t>(at)]}));
  }
  return worst;
}

/// Of the first sample that is not silent; the end when there is none.
std::int64_t onset(const std::vector<float>& sound) {
  return std::find_if(sound.begin(), sound.end(), [](float x) { return x != 0.0F; }) -
         sound.begin();
}

/// What opening it says.
std::string refusal_of(const MonitorChoice& choice, const std::vector<AudioSpec>& rigs,
                       SampleRate rate = SampleRate{48000}) {
  const std::vector<float> sound(4800, 0.1F);
  WorkerMonitor monitor{choice, rigs, test::worker()};
  try {
    (void)monitor.play({sound, rate, Decibels{-12.0}});
  } catch (const SetupError& error) {
    return error.what();
  }
  return "";
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("system") {
  TEST_CASE("jack: a take arrives at the monitor sample by sample, times the gain") {
    const JackBench bench{JackBench::With::PassThrough, 1024};
    // Two seconds of noise between silence: the recorder begins in the first and ends in the
    // second, and the ramps are in both.
    std::vector<float> sound(2 * 48'000, 0.0F);
    const auto noise = test::noise_burst(2 * 48'000, 0);
    sound.insert(sound.end(), noise.begin(), noise.end());
    sound.resize(8 * 48'000, 0.0F);
    const std::vector<float> nothing(9 * 24'000, 0.0F);
    const double gain = std::pow(10.0, -7.5 / 20.0);
    AudioWorkerPort ear{test::worker()};
    WorkerMonitor monitor{phones(bench), {}, test::worker()};
    bool compared = false;
    for (int time = 0; time < 4 && !compared; ++time) {
      ear.open(recorder(bench));
      REQUIRE(monitor.play({sound, SampleRate{48000}, Decibels{-7.5}}));
      REQUIRE(ear.begin({.stimulus = nothing, .frames = SampleCount{9 * 24'000}, .setting = {}}));
      PortStatus recorded;
      MonitorStatus played;
      float peak = 0.0F;
      for (int i = 0; i < 1000; ++i) {
        recorded = ear.poll();
        played = monitor.poll();
        peak = std::max(peak, played.output_peak);
        REQUIRE_MESSAGE(!played.fault, played.fault->detail);
        if (recorded.fault) break;
        if (recorded.recording && played.state != PlayState::Playing) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
      }
      // A busy machine loses samples on the way, or is too slow for the heartbeat.
      if (recorded.fault) MESSAGE(recorded.fault->detail);
      if (recorded.fault || recorded.xruns > 0) continue;
      REQUIRE(recorded.recording);
      CHECK(played.state == PlayState::Complete);
      CHECK(peak > 0.1F);
      const auto& heard = recorded.recording->channels[0];
      // Silence comes before the noise in both: its first sample tells how late the recorder began.
      const auto lag = onset(heard) - onset(sound);
      if (onset(heard) == 0) continue;  // too late
      REQUIRE(onset(heard) < static_cast<std::int64_t>(heard.size()));
      const double error = worst_error(sound, heard, lag, gain);
      MESSAGE("heard " << lag << " samples late, worst error " << error);
      CHECK(error < 1e-6);
      compared = true;
    }
    CHECK(compared);
  }

  TEST_CASE("jack: a monitor refuses the ports a rig plays through, under any name") {
    const JackBench bench{JackBench::With::PassThrough, 1024};
    auto rig = test::through_spec(bench).audio;
    const auto said = refusal_of(phones(bench), {rig});
    CHECK(has(said, "The monitor jack:through:in is where the rig plays to"));
    CHECK(has(said, "headphones on another device or port"));
    CHECK(refusal_of(phones(bench, "system:playback_1"), {rig}) == "");
    CHECK(has(refusal_of(phones(bench, "system:playback_1,through:in"), {rig}), "through:in"));

    const std::string alias = "JACK_DEFAULT_SERVER=" + bench.server() +
                              " jack_alias through:in headphones:left >/dev/null";
    REQUIRE(std::system(alias.c_str()) == 0);
    CHECK(has(refusal_of(phones(bench, "headphones:left"), {rig}), "is where the rig plays to"));
    rig.outputs[0].port = "headphones:left";
    CHECK(has(refusal_of(phones(bench), {rig}), "is where the rig plays to"));
    rig.server = "another";  // ports of that name on another server are others
    CHECK(refusal_of(phones(bench), {rig}) == "");
  }

  TEST_CASE("jack: a monitor with another rate or a port that is not there is refused by name") {
    const JackBench bench{JackBench::With::PassThrough, 1024};
    CHECK(has(refusal_of(phones(bench), {}, SampleRate{44100}),
              "runs at 48000 Hz, the sound asks for 44100 Hz"));
    CHECK(has(refusal_of(phones(bench, "through:inn"), {}), "There is no JACK port"));
    auto nowhere = phones(bench);
    nowhere.server = "no-such-server";
    CHECK(has(refusal_of(nowhere, {}), "No JACK server \"no-such-server\" answers"));
  }
}
