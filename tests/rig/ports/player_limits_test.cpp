// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/player_limits.hpp"

#include <doctest/doctest.h>

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

StreamSpec two_by_two() {
  StreamSpec spec;
  spec.audio.outputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  spec.audio.inputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  return spec;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("player limits: -6.02 dB on the amp send is 0.5 and the loopback has its own gain") {
    auto spec = two_by_two();
    spec.levels.amp_send_gain = Decibels{-6.0206};
    spec.levels.loopback_send_gain = Decibels{-20.0};
    const auto limits = player_limits(spec);
    CHECK(limits.gain[0] == doctest::Approx(0.5));
    CHECK(limits.gain[1] == doctest::Approx(0.1));
    CHECK(limits.ceiling == doctest::Approx(0.891251));  // -1 dBFS, the default
    CHECK(limits.tap_input == -1);
  }

  TEST_CASE("player limits: a gain above 0 dB and a ceiling above full scale are cut to 1") {
    auto spec = two_by_two();
    spec.levels.amp_send_gain = Decibels{12.0};
    spec.safety.output_ceiling = DbFsPeak{6.0};
    const auto limits = player_limits(spec);
    CHECK(limits.gain[0] == 1.0F);
    CHECK(limits.ceiling == 1.0F);
  }

  TEST_CASE("player limits: ramps of 50 ms and 5 ms and 200 ms of heartbeat follow the rate") {
    auto spec = two_by_two();
    spec.audio.rate = SampleRate{96000};
    const auto limits = player_limits(spec);
    CHECK(limits.ramp_frames == 4800);
    CHECK(limits.mute_ramp_frames == 480);
    CHECK(limits.heartbeat_frames == 19200);
  }

  TEST_CASE("player limits: refuses more than 16 channels and a tap that is not there") {
    auto spec = two_by_two();
    spec.tap_input = 2;
    CHECK_THROWS_AS((void)player_limits(spec), SetupError);
    spec.tap_input = 1;
    CHECK(player_limits(spec).tap_input == 1);
    spec.audio.inputs.resize(17);
    CHECK_THROWS_AS((void)player_limits(spec), SetupError);
  }
}
