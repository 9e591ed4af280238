// SPDX-License-Identifier: GPL-3.0-or-later
// Random sequences of events against the promises in take_player.hpp.
#include <doctest/doctest.h>

#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

#include "tests/rig/ports/player_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using test::PlayerBench;

namespace {

/// SplitMix64: small, portable, seeded.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    auto z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  /// 0 .. n-1
  std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(next() % n); }

 private:
  std::uint64_t state_;
};

float wild_sample(Dice& dice) {
  switch (dice.below(12)) {
    case 0:
      return std::numeric_limits<float>::quiet_NaN();
    case 1:
      return -std::numeric_limits<float>::infinity();
    case 2:
      return 1e30F;
    default:
      return static_cast<float>(static_cast<double>(dice.below(4001)) / 1000.0 - 2.0);
  }
}

/// The player under random events, with what it must keep checked after every callback.
struct Chaos {
  static constexpr float kCeiling = 0.7F;
  Dice dice;
  PlayerBench bench;
  std::uint32_t serial{0};
  std::int64_t frames_without_beat{0};  ///< Nor a begin.
  bool ended{true};

  static PlayerLimits limits() {
    auto wanted = PlayerBench::usual_limits();
    wanted.ceiling = kCeiling;
    wanted.ramp_frames = 40;
    wanted.mute_ramp_frames = 8;
    wanted.heartbeat_frames = 900;
    wanted.tap_input = 0;
    return wanted;
  }

  explicit Chaos(std::uint64_t seed) : dice(seed), bench(limits()) {}

  void begin_take() {
    std::vector<float> samples(1 + dice.below(3000));
    for (auto& sample : samples) sample = wild_sample(dice);
    bench.tap_low.clear();
    bench.tap_high.clear();
    for (std::uint32_t i = dice.below(12); i > 0; --i) {
      bench.tap_low.push_back(static_cast<float>(dice.below(3)) * 0.1F);
      bench.tap_high.push_back(0.5F + static_cast<float>(dice.below(9)) * 0.1F);
    }
    bench.load(std::move(samples), 1 + dice.below(4000));
    serial = bench.begin();
    frames_without_beat = 0;  // a take is given the whole time for its first beat
  }

  void event() {
    const auto kind = dice.below(40);
    if (kind == 0 && ended) begin_take();
    if (kind == 1) request_stop(bench.state);
    if (kind == 2) bench.beating = !bench.beating;
    if (kind == 3) bench.wire_gain = wild_sample(dice);
  }

  void step() {
    event();
    const bool idle_before = bench.state.begin_serial.load() == bench.state.began_serial.load() &&
                             bench.state.state.load() != PlayState::Playing;
    const auto start = bench.sent.size();
    const auto block = 1 + dice.below(600);
    bench.run(block);
    frames_without_beat = bench.beating ? 0 : frames_without_beat + block;

    bool loud = false;
    for (auto i = start; i < bench.sent.size(); ++i) {
      REQUIRE(std::abs(bench.sent[i]) <= kCeiling);  // NaN fails this too
      loud = loud || bench.sent[i] != 0.0F;
    }
    if (idle_before) REQUIRE_FALSE(loud);
    if (frames_without_beat > 900 + 2 * 600 + 8) REQUIRE_FALSE(loud);
    const auto state = play_state(bench.state, serial);
    ended = serial == 0 || (state != PlayState::Playing && state != PlayState::Idle);
    if (state == PlayState::Playing) {
      REQUIRE(frames_without_beat <= 900 + 600 + 8);
      REQUIRE(bench.state.frame.load() < bench.memory.frames);
    }
    if (state == PlayState::Complete) REQUIRE(bench.state.frame.load() == bench.memory.frames);
    if (bench.sent.size() > 100'000) {  // keep the wire's history short
      bench.sent.clear();
      bench.returned.clear();
    }
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("take player: 100 000 random events never break ceiling or silence or heartbeat") {
    const std::uint64_t seed = 20261121;
    CAPTURE(seed);
    Chaos chaos{seed};
    for (int i = 0; i < 100'000; ++i) chaos.step();
    CHECK(chaos.serial > 100);  // takes were really played
  }
}

TEST_SUITE("threads") {
  TEST_CASE("take player: 300 takes begun and stopped from another thread lose no stop") {
    PlayerBench bench;
    bench.load(std::vector<float>(4800, 0.5F), 4800);
    std::atomic<bool> quit{false};
    std::thread audio([&] {
      std::vector<float> in(64, 0.25F);
      std::vector<float> out(64);
      const float* ins[] = {in.data(), in.data()};
      float* outs[] = {out.data(), out.data()};
      while (!quit.load()) {
        bench.player.process(outs, ins, 64);
        std::this_thread::yield();
      }
    });

    Dice dice{7};
    int stopped = 0;
    int wrong = 0;
    for (int take = 0; take < 300; ++take) {
      const bool stop = dice.below(2) == 0;
      const auto serial = request_begin(bench.state);
      if (stop) request_stop(bench.state);  // at once: the audio side may not have seen the begin
      auto now = PlayState::Idle;
      while (now == PlayState::Idle || now == PlayState::Playing) {
        bench.state.beats.fetch_add(1);
        now = play_state(bench.state, serial);
        std::this_thread::yield();
      }
      stopped += stop ? 1 : 0;
      if (now != (stop ? PlayState::Stopped : PlayState::Complete)) ++wrong;
      if (bench.recording[static_cast<std::size_t>(bench.state.frame.load()) - 1] != 0.25F) ++wrong;
      std::fill(bench.recording.begin(), bench.recording.end(), 0.0F);
    }
    quit = true;
    audio.join();
    CHECK(wrong == 0);
    CHECK(stopped > 100);
  }
}
