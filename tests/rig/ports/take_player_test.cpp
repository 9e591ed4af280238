// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/take_player.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "tests/rig/ports/player_bench.hpp"
#include "tests/support/heap_probe.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::PlayerBench;
using test::tone;

namespace {

constexpr std::int64_t kFrames = 24'000;

/// Largest step between neighbours: a click is a step the signal itself does not have.
float largest_step(const std::vector<float>& x) {
  float worst = 0.0F;
  for (std::size_t i = 1; i < x.size(); ++i) worst = std::max(worst, std::abs(x[i] - x[i - 1]));
  return worst;
}

std::size_t last_sounding(const std::vector<float>& x) {
  for (std::size_t i = x.size(); i > 0; --i) {
    if (x[i - 1] != 0.0F) return i - 1;
  }
  return 0;
}

/// Silence, then a tone: what stimuli look like.
std::vector<float> tone_after_silence(std::size_t frames) {
  auto samples = tone(frames);
  std::fill(samples.begin(), samples.begin() + 2400, 0.0F);
  return samples;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("take player: plays and records sample-exactly at any block size") {
    for (const std::uint32_t block :
         {1U, 2U, 3U, 7U, 63U, 64U, 127U, 480U, 1023U, 1024U, 4095U, 4096U}) {
      CAPTURE(block);
      PlayerBench bench;
      bench.delay = block;
      bench.load(tone_after_silence(20'000), kFrames);
      bench.run(block);  // idle callbacks before the take must not matter
      const auto start = bench.sent.size();
      REQUIRE(bench.run_to_end(bench.begin(), block));

      CHECK(bench.state.state.load() == PlayState::Complete);
      CHECK(bench.state.frame.load() == kFrames);
      for (std::size_t i = 0; i < static_cast<std::size_t>(kFrames); ++i) {
        REQUIRE(bench.sent[start + i] == (i < 20'000 ? bench.stimulus[i] : 0.0F));
        REQUIRE(bench.recording[i] == bench.returned[start + i]);
        REQUIRE(bench.recording[i + static_cast<std::size_t>(kFrames)] == bench.recording[i]);
      }
      CHECK(bench.recording[5000 + bench.delay] == bench.stimulus[5000]);
    }
  }

  TEST_CASE("take player: silent before the first take and after the last") {
    PlayerBench bench;
    bench.load(tone(2000), 2000);
    for (int i = 0; i < 5; ++i) bench.run(256);
    CHECK(largest_step(bench.sent) == 0.0F);

    REQUIRE(bench.run_to_end(bench.begin(), 256));
    const auto end = bench.sent.size();
    for (int i = 0; i < 5; ++i) bench.run(256);

    CHECK(last_sounding(bench.sent) < end);
  }

  TEST_CASE("take player: no sample exceeds the ceiling and NaN and Inf become silence") {
    const float inf = std::numeric_limits<float>::infinity();
    const float nan = std::numeric_limits<float>::quiet_NaN();
    for (const float ceiling : {0.5F, 1.0F, 7.0F, 0.0F, -1.0F, nan}) {
      CAPTURE(ceiling);
      auto limits = PlayerBench::usual_limits();
      limits.ceiling = ceiling;
      limits.ramp_frames = 1;
      PlayerBench bench{limits};
      bench.load(
          {0.0F, 3.0F, -3.0F, inf, -inf, nan, std::numeric_limits<float>::max(), 0.25F, 0.0F}, 12);
      REQUIRE(bench.run_to_end(bench.begin(), 12));

      const float allowed = ceiling > 0.0F ? std::min(ceiling, 1.0F) : 0.0F;
      const std::vector<float> expected{
          0.0F, allowed, -allowed, 0.0F, 0.0F, 0.0F, allowed, std::min(0.25F, allowed), 0.0F};
      for (std::size_t i = 0; i < expected.size(); ++i) {
        CAPTURE(i);
        CHECK(bench.sent[i] == expected[i]);
      }
    }
  }

  TEST_CASE("take player: a gain that is not finite is silence") {
    auto limits = PlayerBench::usual_limits();
    limits.gain[0] = std::numeric_limits<float>::infinity();
    PlayerBench bench{limits};
    bench.load(tone(4000), 4000);
    REQUIRE(bench.run_to_end(bench.begin(), 64));
    CHECK(last_sounding(bench.sent) == 0);
  }

  TEST_CASE("take player: a take that starts and ends in sound is ramped at both ends") {
    PlayerBench bench;
    bench.load(std::vector<float>(kFrames, 0.8F), kFrames);  // a step at each end
    REQUIRE(bench.run_to_end(bench.begin(), 100));

    CHECK(bench.sent.front() == 0.0F);
    CHECK(bench.sent[1200] == doctest::Approx(0.4));  // half way up a raised cosine
    CHECK(bench.sent[2400] == 0.8F);
    CHECK(bench.sent[static_cast<std::size_t>(kFrames) - 1] == 0.0F);
    // The steepest step of a raised cosine over n frames is amplitude * pi / (2 n).
    CHECK(largest_step(bench.sent) < 1.01 * 0.8 * 3.14159 / (2 * 2400));
  }

  TEST_CASE("take player: a stop fades over 5 ms and keeps what was recorded") {
    PlayerBench bench;
    bench.load(std::vector<float>(kFrames, 0.8F), kFrames);
    const auto serial = bench.begin();
    for (int i = 0; i < 10; ++i) bench.run(1000);
    request_stop(bench.state);
    REQUIRE(bench.run_to_end(serial, 1000));

    CHECK(bench.state.state.load() == PlayState::Stopped);
    CHECK(bench.state.frame.load() == 10'000 + 240);
    CHECK(bench.sent[9999] == 0.8F);
    CHECK(bench.sent[10'000 + 119] == doctest::Approx(0.4).epsilon(0.01));
    CHECK(last_sounding(bench.sent) < 10'000 + 240);
    CHECK(largest_step(bench.sent) < 1.01 * 0.8 * 3.14159 / (2 * 240));
    CHECK(bench.recording[10'239] == bench.returned[10'239]);
    CHECK(bench.recording[10'240] == 99.0F);
  }

  TEST_CASE("take player: mutes when the heartbeat stands still for 200 ms and one callback") {
    for (const std::uint32_t block : {64U, 480U, 1024U, 4096U}) {
      CAPTURE(block);
      PlayerBench bench;
      bench.load(std::vector<float>(480'000, 0.8F), 480'000);
      const auto serial = bench.begin();
      while (bench.sent.size() < 48'000) bench.run(block);
      const auto last_beat = bench.sent.size();
      bench.beating = false;
      REQUIRE(bench.run_to_end(serial, block));

      CHECK(bench.state.state.load() == PlayState::Muted);
      CHECK(bench.state.mute_reason.load() == MuteReason::HeartbeatStale);
      CHECK(bench.state.mute_frame.load() == bench.state.frame.load() - 240);
      const auto silent_after = last_sounding(bench.sent) - last_beat;
      CHECK(silent_after > 9600 - block);
      CHECK(silent_after <= 9600 + block + 240);
    }
  }

  TEST_CASE("take player: a beating heart at 50 ms never mutes at any block size") {
    for (const std::uint32_t block : {1U, 64U, 1024U, 4096U}) {
      PlayerBench bench;
      bench.load(tone(96'000), 96'000);
      bench.beating = false;
      const auto serial = bench.begin();
      std::int64_t next_beat = 0;
      while (play_state(bench.state, serial) == PlayState::Idle ||
             play_state(bench.state, serial) == PlayState::Playing) {
        if (static_cast<std::int64_t>(bench.sent.size()) >= next_beat) {
          bench.state.beats.fetch_add(1);
          next_beat += 2400;
        }
        bench.run(block);
      }
      CHECK(bench.state.state.load() == PlayState::Complete);
    }
  }

  TEST_CASE("take player: a lost tap mutes within 50 ms and one block of the loss") {
    auto limits = PlayerBench::usual_limits();
    limits.tap_input = 1;
    for (const auto reason : {MuteReason::TapLow, MuteReason::TapHigh}) {
      PlayerBench bench{limits};
      bench.tap_low.assign(100, 0.4F);
      bench.tap_high.assign(100, 0.6F);
      std::fill(bench.tap_low.begin(), bench.tap_low.begin() + 6, 0.0F);  // start-up ramp
      bench.load(tone(kFrames * 2), kFrames * 2);
      const auto serial = bench.begin();
      while (bench.sent.size() < 20'160) bench.run(64);
      CHECK(bench.state.state.load() == PlayState::Playing);
      const auto loss = bench.sent.size();
      bench.wire_gain = reason == MuteReason::TapLow ? 0.5F : 1.5F;
      REQUIRE(bench.run_to_end(serial, 64));

      CHECK(bench.state.state.load() == PlayState::Muted);
      CHECK(bench.state.mute_reason.load() == reason);
      CHECK(last_sounding(bench.sent) - loss <= 2400 + TakePlayer::kTapBlock);
      CHECK(largest_step(bench.sent) < 0.04F);  // the 480 Hz tone itself steps by 0.031
    }
  }

  TEST_CASE(
      "take player: three blocks outside the corridor are forgiven but four or a NaN are not") {
    auto limits = PlayerBench::usual_limits();
    limits.tap_input = 0;
    for (const float broken : {0.0F, std::numeric_limits<float>::quiet_NaN()}) {
      PlayerBench bench{limits};
      bench.tap_low.assign(100, 0.0F);
      bench.tap_high.assign(100, 0.6F);
      std::fill(bench.tap_low.begin() + 10, bench.tap_low.end(), 0.4F);
      bench.load(tone(kFrames), kFrames);
      const auto serial = bench.begin();
      while (bench.sent.size() < 9600) bench.run(480);
      bench.wire_gain = broken;
      for (int i = 0; i < 3; ++i) bench.run(480);
      bench.wire_gain = 1.0F;
      for (int i = 0; i < 2; ++i) bench.run(480);
      CHECK(play_state(bench.state, serial) == PlayState::Playing);
      bench.wire_gain = broken;
      for (int i = 0; i < 5; ++i) bench.run(480);
      CHECK(play_state(bench.state, serial) == PlayState::Muted);
      CHECK(bench.state.mute_reason.load() == MuteReason::TapLow);
    }
  }

  TEST_CASE("take player: the fade of a stop is no evidence against the tap") {
    auto limits = PlayerBench::usual_limits();
    limits.tap_input = 0;
    PlayerBench bench{limits};
    bench.tap_low.assign(100, 0.3F);
    std::fill(bench.tap_low.begin(), bench.tap_low.begin() + 6, 0.0F);
    bench.tap_high.assign(100, 0.6F);
    bench.load(tone(kFrames), kFrames);
    const auto serial = bench.begin();
    while (bench.sent.size() < 9600) bench.run(480);
    request_stop(bench.state);
    REQUIRE(bench.run_to_end(serial, 480));
    CHECK(bench.state.state.load() == PlayState::Stopped);
  }

  TEST_CASE("take player: a mute during a stop goes on with its ramp and is called a mute") {
    PlayerBench bench;
    bench.load(std::vector<float>(kFrames, 0.8F), kFrames);
    const auto serial = bench.begin();
    while (bench.sent.size() < 9472) bench.run(64);
    bench.beating = false;
    while (bench.sent.size() < 9472 + 9600 - 128) bench.run(64);
    request_stop(bench.state);
    REQUIRE(bench.run_to_end(serial, 64));

    CHECK(bench.state.state.load() == PlayState::Muted);
    CHECK(largest_step(bench.sent) < 1.01 * 0.8 * 3.14159 / (2 * 240));
  }

  TEST_CASE("take player: a stop that came before a begin does not end that take") {
    PlayerBench bench;
    bench.load(tone(3000), 3000);
    request_stop(bench.state);
    const auto first = bench.begin();
    REQUIRE(bench.run_to_end(first, 256));
    CHECK(bench.state.state.load() == PlayState::Complete);

    request_stop(bench.state);  // too late for the first
    REQUIRE(bench.run_to_end(bench.begin(), 256));
    CHECK(bench.state.state.load() == PlayState::Complete);
  }

  TEST_CASE("take player: a stop right after a begin ends that take before it sounds") {
    PlayerBench bench;
    bench.load(std::vector<float>(kFrames, 0.8F), kFrames);
    const auto serial = bench.begin();
    request_stop(bench.state);  // both are seen by the same callback
    REQUIRE(bench.run_to_end(serial, 256));
    CHECK(bench.state.state.load() == PlayState::Stopped);
    CHECK(bench.state.frame.load() == 240);
  }

  TEST_CASE("take player: a begin during a take ramps the old take down first") {
    PlayerBench bench;
    bench.load(std::vector<float>(kFrames, 0.8F), kFrames);
    bench.begin();
    while (bench.sent.size() < 9600) bench.run(64);
    const auto second = bench.begin();
    bench.run(64);
    CHECK(play_state(bench.state, second) == PlayState::Idle);
    REQUIRE(bench.run_to_end(second, 64));
    CHECK(bench.state.state.load() == PlayState::Complete);
    CHECK(bench.state.frame.load() == kFrames);
    CHECK(largest_step(bench.sent) < 1.01 * 0.8 * 3.14159 / (2 * 240));
  }

  TEST_CASE("take player: an empty take is complete at once") {
    PlayerBench bench;
    bench.load({}, 0);
    REQUIRE(bench.run_to_end(bench.begin(), 64, 64));
    CHECK(bench.state.state.load() == PlayState::Complete);
  }

  TEST_CASE("take player: meters show the newest peaks and fall when the sound ends") {
    PlayerBench bench;
    bench.load(tone(9600), 9600);
    const auto serial = bench.begin();
    while (bench.sent.size() < 4800) bench.run(480);
    CHECK(bench.state.output_peak.load() == doctest::Approx(0.5).epsilon(0.01));
    CHECK(bench.state.input_peak[0].load() == doctest::Approx(0.5).epsilon(0.01));
    REQUIRE(bench.run_to_end(serial, 480));
    for (int i = 0; i < 250; ++i) bench.run(480);
    CHECK(bench.state.output_peak.load() == 0.0F);
    CHECK(bench.state.input_peak[0].load() == 0.0F);
  }

  TEST_CASE("heap probe: sees an allocation and its release") {
    const test::HeapProbe probe;
    auto* number = new int{1};
    const auto after_new = probe.calls();
    delete number;
    CHECK(after_new == 1);
    CHECK(probe.calls() == 2);
  }

  TEST_CASE("take player: touches the heap zero times in begin and play and stop and mute") {
    PlayerBench bench;
    bench.load(tone(kFrames), kFrames);
    std::vector<float> in(512, 0.1F);
    std::vector<float> out(512);
    const float* ins[] = {in.data(), in.data()};
    float* outs[] = {out.data(), out.data()};
    std::size_t calls = 0;
    {
      const test::HeapProbe probe;
      for (int take = 0; take < 3; ++take) {
        bench.begin();
        for (int i = 0; i < 30; ++i) {
          if (take == 1 && i == 10) request_stop(bench.state);
          bench.player.process(outs, ins, 512);  // no heartbeat: the others are muted
        }
      }
      calls = probe.calls();
    }
    CHECK(calls == 0);
    CHECK(bench.state.state.load() == PlayState::Muted);
  }
}
