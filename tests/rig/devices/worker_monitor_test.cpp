// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/worker_monitor.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <string>
#include <thread>

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

WorkerMonitor monitor_that(const std::string& behaviour) {
  return {monitor_choice("jack:phones:l,phones:r"), {}, WorkerCommand{FAKE_WORKER, {behaviour}}};
}

/// The highest peak seen, and the end.
struct Heard {
  float peak{0.0F};
  MonitorStatus end;
};

Heard listen(Monitor& monitor, std::chrono::milliseconds stop_after = 1h) {
  Heard heard;
  const auto start = Clock::now();
  while (Clock::now() - start < 8s) {
    heard.end = monitor.poll();
    heard.peak = std::max(heard.peak, heard.end.output_peak);
    if (heard.end.fault || (heard.end.state != PlayState::Playing)) return heard;
    if (Clock::now() - start > stop_after) monitor.stop();
    std::this_thread::sleep_for(10ms);
  }
  FAIL("the sound neither ended nor failed");
  return heard;
}

}  // namespace

TEST_SUITE("threads") {
  TEST_CASE("worker monitor: a sound plays to its end with the gain asked for, twice") {
    auto monitor = monitor_that("works");
    CHECK(monitor.poll().state == PlayState::Idle);
    const std::vector<float> sound(24'000, 0.8F);
    for (int time = 0; time < 2; ++time) {
      REQUIRE(monitor.play({sound, SampleRate{48000}, Decibels{-12.0}}));
      const auto heard = listen(monitor);
      const std::string fault = heard.end.fault ? heard.end.fault->detail : "";
      CAPTURE(fault);
      REQUIRE_FALSE(heard.end.fault);
      CHECK(heard.end.state == PlayState::Complete);
      CHECK(heard.end.position == SampleCount{24'000});
      CHECK(heard.peak == doctest::Approx(0.8 * std::pow(10.0, -12.0 / 20.0)).epsilon(1e-6));
    }
    CHECK(monitor.poll().state == PlayState::Complete);
  }

  TEST_CASE("worker monitor: the ceiling holds at any gain") {
    auto monitor = monitor_that("works");
    const std::vector<float> sound(12'000, 4.0F);
    REQUIRE(monitor.play({sound, SampleRate{48000}, Decibels{0.0}}));
    CHECK(listen(monitor).peak == doctest::Approx(std::pow(10.0, -1.0 / 20.0)).epsilon(1e-6));
  }

  TEST_CASE("worker monitor: a stop ends it early; a new sound ends the old one") {
    auto monitor = monitor_that("works");
    monitor.stop();
    const std::vector<float> sound(48'000 * 5, 0.1F);
    REQUIRE(monitor.play({sound, SampleRate{48000}, Decibels{-12.0}}));
    const auto heard = listen(monitor, 200ms);
    CHECK(heard.end.state == PlayState::Stopped);
    CHECK(heard.end.position < SampleCount{48'000});
    REQUIRE(monitor.play({sound, SampleRate{48000}, Decibels{-12.0}}));
    REQUIRE(monitor.play({sound, SampleRate{48000}, Decibels{-12.0}}));
    CHECK(monitor.poll().position < SampleCount{24'000});
  }

  TEST_CASE("worker monitor: a server that hangs or goes is a fault, never a hang") {
    const std::vector<float> sound(48'000 * 5, 0.1F);
    const std::pair<const char*, FaultCode> cases[] = {{"stalls", FaultCode::StreamHung},
                                                       {"server_leaves", FaultCode::StreamLost}};
    for (const auto& [behaviour, code] : cases) {
      CAPTURE(behaviour);
      auto monitor = monitor_that(behaviour);
      REQUIRE(monitor.play({sound, SampleRate{48000}, Decibels{-12.0}}));
      const auto heard = listen(monitor);
      REQUIRE(heard.end.fault);
      CHECK(heard.end.fault->code == code);
    }
    auto monitor = monitor_that("hangs_in_open");
    const auto start = Clock::now();
    CHECK_THROWS_AS((void)monitor.play({sound, SampleRate{48000}, Decibels{-12.0}}), SetupError);
    CHECK(Clock::now() - start < 5s);
    CHECK(monitor.poll().state == PlayState::Idle);
  }
}
