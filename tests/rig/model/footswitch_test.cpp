// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/footswitch.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

using Bytes = std::vector<std::uint8_t>;

bool heard(FootswitchEar& ear, const Bytes& bytes) { return ear.pressed(bytes); }

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("footswitch: a controller counts when it comes to 64 or more, once a press") {
    FootswitchEar ear{{"pedal", 2, FootswitchKind::Controller, 64}};
    CHECK_FALSE(heard(ear, {0xB1, 64, 63}));
    CHECK(heard(ear, {0xB1, 64, 64}));
    CHECK_FALSE(heard(ear, {0xB1, 64, 127}));  // still down
    CHECK_FALSE(heard(ear, {0xB1, 64, 0}));
    CHECK(heard(ear, {64, 127}));              // running status
    CHECK_FALSE(heard(ear, {0xB0, 64, 0}));    // another channel
    CHECK_FALSE(heard(ear, {0xB1, 65, 127}));  // another controller
    CHECK_FALSE(heard(ear, {0xC1, 64}));
    CHECK_FALSE(heard(ear, {0x91, 64, 127}));
  }

  TEST_CASE("footswitch: a note counts when it is struck, a program each time") {
    FootswitchEar note{{"pedal", 1, FootswitchKind::Note, 36}};
    CHECK(heard(note, {0x90, 36, 1}));
    CHECK_FALSE(heard(note, {0x90, 36, 0}));  // let go
    CHECK(heard(note, {0x90, 36, 100}));
    CHECK_FALSE(heard(note, {0x80, 36, 100}));
    CHECK_FALSE(heard(note, {0x90, 37, 100}));
    FootswitchEar program{{"pedal", 1, FootswitchKind::Program, 5}};
    CHECK_FALSE(heard(program, {0xC0, 4}));
    CHECK(heard(program, {0xC0, 5}));
    CHECK(heard(program, {5}));
    CHECK_FALSE(heard(program, {0xB0, 5, 127}));
  }

  TEST_CASE("footswitch: a press is heard among clock and other messages, in pieces") {
    FootswitchEar ear{{"pedal", 1, FootswitchKind::Controller, 64}};
    CHECK_FALSE(heard(ear, {0xF8, 0xE0, 1, 2, 0xB0, 64}));
    CHECK(heard(ear, {0xFE, 127}));
    CHECK_FALSE(heard(ear, {0xF0, 64, 127, 64, 127, 0xF7, 64, 127}));
  }

  TEST_CASE("footswitch: any bytes may come") {
    const std::uint64_t seed = 20261122;
    CAPTURE(seed);
    signals::Random random{seed};
    FootswitchEar ear{{"pedal", 1, FootswitchKind::Note, 36}};
    int presses = 0;
    for (int i = 0; i < 20000; ++i) {
      const auto byte = static_cast<std::uint8_t>(random.below(256));
      if (heard(ear, {byte})) ++presses;
    }
    CHECK(presses < 20);  // one in 16 * 128 * 16 messages at most
  }
}
