// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/live_traces.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::gui;

namespace {

std::vector<float> sine(double period, double amplitude, double phase, std::size_t samples) {
  std::vector<float> sound(samples);
  for (std::size_t n = 0; n < samples; ++n) {
    const double turn = static_cast<double>(n) / period + phase;
    sound[n] = static_cast<float>(amplitude * std::sin(2.0 * std::numbers::pi * turn));
  }
  return sound;
}

JudgedAttempt judged(int take, int epoch, double delay, double growth) {
  JudgedAttempt one;
  one.take = take;
  one.epoch = epoch;
  one.verdict.accepted = true;
  one.verdict.gates = {{"timing residual", 0.01, 0.05, "samples", true},
                       {"drift over the take", growth, 0.05, "samples", true}};
  one.measured.delay_samples = delay;
  return one;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("scope: a sine stands still whenever it is looked at") {
    for (double phase = 0.0; phase < 1.0; phase += 0.093) {
      CAPTURE(phase);
      const auto sound = sine(200.0, 0.4, phase, 8192);
      const std::size_t at = trigger_at(sound, 2400);
      REQUIRE(at + 2400 <= sound.size());
      // 30 degrees after the rising zero, to a sample.
      const double turn = static_cast<double>(at) / 200.0 + phase;
      const double late = (turn - std::floor(turn) - 1.0 / 12.0) * 200.0;
      CHECK(late >= -0.01);
      CHECK(late < 1.01);
      // and it is the newest such place
      CHECK(sound.size() - 2400 - at <= 201);
    }
  }

  TEST_CASE("scope: harmonics on the way up do not trigger twice in a period") {
    auto sound = sine(400.0, 0.5, 0.0, 8192);
    const auto third = sine(400.0 / 3.0, 0.3, 0.3, 8192);
    for (std::size_t n = 0; n < sound.size(); ++n) sound[n] += third[n];
    const std::size_t first = trigger_at(sound, 2000);
    for (std::size_t later = 1; later < 800; later += 37) {
      const std::vector<float> moved(sound.begin() + static_cast<std::ptrdiff_t>(later),
                                     sound.end());
      const std::size_t at = trigger_at(moved, 2000) + later;
      CHECK((at > first ? at - first : first - at) % 400 == 0);
    }
  }

  TEST_CASE("scope: silence and noise below -80 dBFS show the newest samples") {
    CHECK(trigger_at(std::vector<float>(8192, 0.0F), 2000) == 6192);
    CHECK(trigger_at(sine(100.0, 0.00005, 0.0, 8192), 2000) == 6192);
    CHECK(trigger_at(std::vector<float>(100, 0.5F), 2000) == 0);
    CHECK(trigger_at({}, 2000) == 0);
  }

  TEST_CASE("scope: every input is cut at the same samples, time zero is the trigger") {
    const std::vector<std::vector<float>> heard{sine(200.0, 0.4, 0.2, 8192),
                                                sine(200.0, 0.1, 0.7, 8192)};
    const auto traces = scope_traces(heard, {"amp"}, SampleRate{48000}, 0.05);
    REQUIRE(traces.size() == 2);
    CHECK(traces[0].name == "input 2");
    CHECK(traces[1].name == "amp");
    CHECK(traces[1].data->size() == 2400);
    CHECK(traces[0].data->x(0) == doctest::Approx(-0.005));
    CHECK(traces[1].data->x(0) == traces[0].data->x(0));
    CHECK(traces[1].data->y(240) == doctest::Approx(0.2).epsilon(0.1));
    CHECK(scope_traces({}, {}, SampleRate{48000}, 0.05).empty());
  }

  TEST_CASE("delay curve: zero is the first accepted attempt of the newest epoch") {
    CHECK_FALSE(delay_curve({}));
    std::vector<JudgedAttempt> all{judged(0, 1, 100.0, 0.0), judged(1, 2, 250.0, 0.01),
                                   judged(2, 2, 250.04, 0.02)};
    auto lost = judged(3, 2, 0.0, 0.0);
    lost.verdict.accepted = false;
    lost.verdict.gates.clear();
    all.push_back(lost);
    const auto curve = delay_curve(all);
    REQUIRE(curve);
    CHECK(curve->epoch == 2);
    CHECK(curve->delay_samples == 250.0);
    CHECK(curve->limit_samples == 0.05);
    REQUIRE(curve->moved->size() == 3);
    CHECK(curve->moved->y(1) == doctest::Approx(0.04));
    CHECK(curve->drift->y(1) == 0.02);
    CHECK(std::isnan(curve->moved->y(2)));  // without a loopback there is no delay
    CHECK(std::isnan(curve->drift->y(2)));
  }

  TEST_CASE("delay curve: nothing while every attempt is refused") {
    auto refused = judged(0, 1, 100.0, 0.0);
    refused.verdict.accepted = false;
    CHECK_FALSE(delay_curve({refused}));
  }

  TEST_CASE("sounding: the segment at a place, none in the tail") {
    using signals::SegmentRole;
    const std::vector<signals::Segment> segments{
        {SegmentRole::Silence, SampleCount{0}, SampleCount{100}, {}},
        {SegmentRole::Sweep, SampleCount{100}, SampleCount{300}, {}}};
    CHECK(sounding(segments, 500, 0.0)->role == SegmentRole::Silence);
    CHECK(sounding(segments, 500, 0.199)->role == SegmentRole::Silence);
    CHECK(sounding(segments, 500, 0.2)->role == SegmentRole::Sweep);
    CHECK(sounding(segments, 500, 0.799)->role == SegmentRole::Sweep);
    CHECK(sounding(segments, 500, 0.8) == nullptr);
    CHECK(sounding({}, 0, 0.5) == nullptr);
  }

  TEST_CASE("why refused: the gate that failed with its limit, else the fault, else the flag") {
    Verdict verdict;
    CHECK(why_refused(verdict).empty());
    verdict.warnings = {{FaultCode::NoiseHigh, "noisy"}};
    CHECK(why_refused(verdict) == "noisy");
    verdict.faults = {{FaultCode::StreamLost, "the server went away"}};
    CHECK(why_refused(verdict) == "the server went away");
    verdict.gates = {{"noise", -70.0, -40.0, "dBFS rms", true},
                     {"clipped runs", 3.0, 0.0, "", false}};
    CHECK(why_refused(verdict) == "clipped runs 3, limit 0");
  }
}
