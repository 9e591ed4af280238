// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/midi_learn.hpp"

#include <doctest/doctest.h>

#include "rig/model/midi_events.hpp"

using namespace ampsweep::rig;

namespace {

using Bytes = std::vector<std::uint8_t>;

std::vector<ControlChange> read(const Bytes& bytes) { return ControlChangeReader{}.read(bytes); }

/// A turn of a knob from one value to another, step by step.
std::vector<ControlChange> turn(int channel, int controller, int from, int to) {
  std::vector<ControlChange> heard;
  for (int value = from; value != to; value += from < to ? 1 : -1) {
    heard.push_back({channel, controller, value});
  }
  heard.push_back({channel, controller, to});
  return heard;
}

std::vector<ControlChange> mixed(const std::vector<ControlChange>& a,
                                 const std::vector<ControlChange>& b) {
  std::vector<ControlChange> all;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    if (i < a.size()) all.push_back(a[i]);
    if (i < b.size()) all.push_back(b[i]);
  }
  return all;
}

std::string refusal(const std::vector<ControlChange>& heard) {
  const auto learned = learned_knob(heard);
  return learned ? "" : learned.error();
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// splitmix64
std::uint64_t next(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("midi bytes: control changes, with and without running status") {
    const std::vector<ControlChange> wanted{{1, 7, 100}, {16, 20, 0}, {16, 20, 127}};
    CHECK(read({0xB0, 7, 100, 0xBF, 20, 0, 20, 127}) == wanted);
    CHECK(read({0xB0, 7, 100, 0xBF, 20, 0, 0xBF, 20, 127}) == wanted);
  }

  TEST_CASE("midi bytes: real-time bytes may stand anywhere, also inside a message") {
    CHECK(read({0xF8, 0xB2, 0xFE, 20, 0xF8, 64, 0xFE, 20, 65}) ==
          std::vector<ControlChange>{{3, 20, 64}, {3, 20, 65}});
  }

  TEST_CASE("midi bytes: other messages are passed over at their own length") {
    CHECK(read({0x90, 60, 100, 61, 0, 0xC0, 5, 6, 0xD0, 9, 0xE0, 0, 64, 0xB0, 1, 2}) ==
          std::vector<ControlChange>{{1, 1, 2}});
    CHECK(read({0xB0, 1, 0xF0, 2, 3, 4, 0xF7, 5, 6, 0xF2, 1, 2, 3, 0xB0, 8, 9}) ==
          std::vector<ControlChange>{{1, 8, 9}});  // SysEx and song position end running status
  }

  TEST_CASE("midi bytes: a message cut short is dropped, and so are data bytes without a status") {
    CHECK(read({1, 2, 3}).empty());
    CHECK(read({0xB0, 7, 0xB1, 8, 9}) == std::vector<ControlChange>{{2, 8, 9}});
    CHECK(read({0xB0, 7}).empty());
  }

  TEST_CASE("midi bytes: any stream of bytes gives only control changes that exist") {
    std::uint64_t state = 7;
    int heard = 0;
    for (int stream = 0; stream < 2000; ++stream) {
      ControlChangeReader reader;
      Bytes bytes(next(state) % 300);
      for (auto& byte : bytes) byte = static_cast<std::uint8_t>(next(state));
      // Every second stream is mostly data, so that running status gets long.
      if (stream % 2 == 0) {
        for (auto& byte : bytes) byte = next(state) % 8 == 0 ? byte : byte & 0x7F;
      }
      std::vector<ControlChange> one_by_one;
      for (const auto byte : bytes) {
        if (const auto change = reader.read(byte)) one_by_one.push_back(*change);
      }
      for (const ControlChange& change : one_by_one) {
        REQUIRE((change.channel >= 1 && change.channel <= 16));
        REQUIRE((change.controller >= 0 && change.controller <= 127));
        REQUIRE((change.value >= 0 && change.value <= 127));
      }
      REQUIRE(one_by_one == read(bytes));
      heard += static_cast<int>(one_by_one.size());
      // After anything at all, a whole message is understood.
      (void)reader.read(0xB4);
      (void)reader.read(10);
      REQUIRE(reader.read(11) == ControlChange{5, 10, 11});
    }
    CHECK(heard > 1000);
  }

  TEST_CASE("midi learn: one turn gives channel, controller and travel with its direction") {
    const auto up = learned_knob(turn(3, 20, 0, 127));
    REQUIRE(up);
    CHECK(up->heard.channel == 3);
    CHECK(up->heard.controller == 20);
    CHECK(up->travel == std::pair{0, 127});
    CHECK_FALSE(up->heard.fourteen_bit);
    CHECK(learned_knob(turn(3, 20, 120, 5))->travel == std::pair{120, 5});
  }

  TEST_CASE("midi learn: part of the travel, or to and fro, tells no ends") {
    CHECK_FALSE(learned_knob(turn(1, 20, 40, 80))->travel);
    auto to_and_fro = turn(1, 20, 0, 127);
    const auto back = turn(1, 20, 127, 60);
    to_and_fro.insert(to_and_fro.end(), back.begin(), back.end());
    CHECK_FALSE(learned_knob(to_and_fro)->travel);
  }

  TEST_CASE("midi learn: a controller that jitters beside it, however often, does not disturb") {
    std::vector<ControlChange> jitter;
    for (int i = 0; i < 1000; ++i) jitter.push_back({1, 11, 64 + i % 3});
    const auto learned = learned_knob(mixed(turn(1, 20, 0, 127), jitter));
    REQUIRE(learned);
    CHECK(learned->heard.controller == 20);
    CHECK(heard_controllers(jitter).front().span() == 2);
    CHECK(contains(refusal(jitter), "2 steps only"));
  }

  TEST_CASE("midi learn: two knobs that move are told apart by asking") {
    const auto both = mixed(turn(1, 20, 0, 127), turn(2, 21, 100, 30));
    CHECK(contains(refusal(both), "controller 20 on channel 1"));
    CHECK(contains(refusal(both), "controller 21 on channel 2"));
    CHECK(contains(refusal(both), "one knob only"));
    CHECK(learned_knob(mixed(turn(1, 20, 0, 127), turn(2, 21, 60, 90))));
  }

  TEST_CASE("midi learn: 14 bits are one knob, and two knobs 32 apart are not 14 bits") {
    std::vector<ControlChange> fine;
    for (int value = 0; value < 16384; value += 40) {
      fine.push_back({1, 16, value >> 7});
      fine.push_back({1, 48, value & 127});
    }
    const auto learned = learned_knob(fine);
    REQUIRE(learned);
    CHECK(learned->heard.controller == 16);
    CHECK(learned->heard.fourteen_bit);
    CHECK(heard_controllers(fine).size() == 1);

    auto apart = turn(1, 16, 0, 127);
    const auto later = turn(1, 48, 0, 127);
    apart.insert(apart.end(), later.begin(), later.end());
    CHECK(contains(refusal(apart), "both moved"));
  }

  TEST_CASE("midi learn: silence, NRPN and channel mode messages are named") {
    CHECK(contains(refusal({}), "no control change"));
    CHECK(contains(refusal({{1, 123, 0}, {1, 121, 127}}), "no control change"));
    CHECK(contains(refusal({{1, 99, 1}, {1, 98, 5}, {1, 6, 0}, {1, 6, 127}}), "NRPN"));
  }
}
