// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/rig/devices/servo/serial_chaos.hpp"

#include <doctest/doctest.h>

using namespace ampsweep::test;

namespace {

// The whole campaign, 100,000 questions each: build/.../tests/bench/servo_chaos_bench.
constexpr long kQuestions = 2000;
constexpr double kShare = 0.01;

void check(const ChaosCount& count) {
  INFO("moves ", count.moves, ", retried ", count.retried_moves, ", resent ",
       count.exchanges.resent, ", worst label off by ", count.worst_off);
  CHECK(count.exchanges.asked >= kQuestions);
  CHECK(count.exchanges.resent > 20);  // the damage is real
  CHECK(count.moves > 5);
  CHECK(count.wrong == 0);
  CHECK(count.most_retries <= 3);
  CHECK(count.longest_s < 60.0);
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("serial chaos: 1 % damaged bytes on a Feetech bus, no wrong position is accepted") {
    check(feetech_chaos(kQuestions, kShare, 1));
  }
  TEST_CASE("serial chaos: 1 % damaged bytes to a Maestro") {
    check(maestro_chaos(kQuestions, kShare, 2));
  }
  TEST_CASE("serial chaos: 1 % damaged bytes to a Firmata board") {
    check(firmata_chaos(kQuestions, kShare, 3));
  }
  TEST_CASE("serial chaos: damaged packets that pass the weak checksum make no reading") {
    // At 5 % damage several packets in a thousand pass the 8-bit sum with other contents.
    FeetechDesk desk{
        feetech_bus({.position = 2022.0}), {knob_with("gain", feetech_control())}, Noise{0.05, 5}};
    int read = 0;
    int wrong = 0;
    for (int i = 0; i < 4000; ++i) {
      const auto labels = desk.actuator->standing();
      if (!labels) continue;
      ++read;
      wrong += labels->at(0).raw == 2022.0 ? 0 : 1;
    }
    CHECK(read > 2000);
    CHECK(wrong == 0);
  }
  TEST_CASE("serial chaos: half of all bytes damaged is a fault, not a hang and not a label") {
    FeetechDesk desk{feetech_bus(), {knob_with("gain", feetech_control())}, Noise{0.5, 4}};
    CHECK_FALSE(desk.move({{"gain", 5.0}}).has_value());
    CHECK(desk.clock.now() < std::chrono::seconds{30});
  }
}
