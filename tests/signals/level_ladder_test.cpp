// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/level_ladder.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "signals/level.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

const SampleRate kLadderRate{48000};

LevelLadderSpec short_ladder() {
  LevelLadderSpec spec;
  spec.from = DbFsPeak{-20.0};
  spec.to = DbFsPeak{-1.0};
  spec.step = Decibels{3.0};
  spec.step_length = SampleCount{4800};
  spec.settle = SampleCount{1200};
  spec.gap = SampleCount{2400};
  return spec;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("level ladder: every settled step is its sine within 1e-6, whole periods long") {
    const LevelLadderSpec spec = short_ladder();
    const LadderLayout layout = level_ladder_layout(spec, kLadderRate);
    const Stimulus stimulus = level_ladder(spec, kLadderRate);
    REQUIRE(stimulus.length() == layout.length);
    REQUIRE(layout.steps.size() == 2 * 2 * 7);  // -20, -17 .. -2, up and down, two frequencies
    CHECK(layout.steps[6].level.value() == doctest::Approx(-2.0));
    CHECK(layout.steps[7].level == layout.steps[6].level);  // the top twice

    SampleCount ladder_start{0};
    for (std::size_t i = 0; i < layout.steps.size(); ++i) {
      const LadderStep& step = layout.steps[i];
      if (i == 0 || step.ladder != layout.steps[i - 1].ladder) ladder_start = step.start;
      const double periods = step.frequency.value() * seconds(step.measured, kLadderRate).value();
      CHECK(std::abs(periods - std::round(periods)) < 1e-9);
      CHECK(std::gcd(std::llround(periods), static_cast<long long>(step.measured.value())) == 1);
      double worst = 0.0;
      for (std::int64_t n = step.measure_from().value(); n < (step.start + step.length).value();
           ++n) {
        const double phase = 2.0 * std::numbers::pi * step.frequency.value() *
                             static_cast<double>(n - ladder_start.value()) / 48000.0;
        const double exact = amplitude(step.level) * std::sin(phase);
        worst = std::max(worst, std::abs(exact - stimulus.samples[static_cast<std::size_t>(n)]));
      }
      CHECK(worst < 1e-6);
    }
  }

  TEST_CASE("level ladder: ramps leave no jump; silence around ladders and markers is exact") {
    const LevelLadderSpec spec = short_ladder();
    const Stimulus stimulus = level_ladder(spec, kLadderRate);
    const double steepest = 2.0 * std::numbers::pi * 1000.0 / 48000.0;  // of a full-scale 1 kHz
    SampleCount at{0};
    for (const Segment& segment : stimulus.segments) {
      CHECK(segment.start == at);
      at = segment.end();
      for (auto n = static_cast<std::size_t>(segment.start.value());
           n < static_cast<std::size_t>(segment.end().value()); ++n) {
        if (segment.role == SegmentRole::Silence) CHECK(stimulus.samples[n] == 0.0F);
        if (segment.role == SegmentRole::Tone && n > 0) {
          const double jump = std::abs(stimulus.samples[n] - stimulus.samples[n - 1]);
          if (jump > 1.1 * steepest) FAIL("a jump at " << n);
        }
      }
    }
    CHECK(at == stimulus.length());
    CHECK(segments_with(stimulus, SegmentRole::Marker).size() == 2);
    CHECK(segments_with(stimulus, SegmentRole::Tone).size() == 28);
  }

  TEST_CASE("level ladder: the default climbs 1 dB a step at 110 Hz and 1 kHz, at any rate") {
    for (const int rate : {44100, 48000, 96000}) {
      const LevelLadderSpec spec = at_rate(LevelLadderSpec{}, SampleRate{rate});
      CHECK(objection(spec, SampleRate{rate}).empty());
      const LadderLayout layout = level_ladder_layout(spec, SampleRate{rate});
      CHECK(layout.steps.size() == 2 * 2 * 60);
      CHECK(layout.steps.front().frequency.value() == doctest::Approx(110.0).epsilon(1e-3));
      CHECK(layout.steps.back().frequency.value() == doctest::Approx(1000.0).epsilon(1e-3));
      CHECK(seconds(layout.length, SampleRate{rate}).value() ==
            doctest::Approx(123.5).epsilon(0.01));
    }
  }

  TEST_CASE("level ladder: says why it cannot be played") {
    const auto objects = [](auto change) {
      LevelLadderSpec spec = short_ladder();
      change(spec);
      return !objection(spec, kLadderRate).empty();
    };
    CHECK_FALSE(objects([](auto&) {}));
    CHECK(objects([](auto& s) { s.frequencies.clear(); }));
    CHECK(objects([](auto& s) { s.frequencies = {Hertz{30000.0}}; }));
    CHECK(objects([](auto& s) { s.frequencies = {Hertz{10.0}}; }));
    CHECK(objects([](auto& s) { s.to = DbFsPeak{0.1}; }));
    CHECK(objects([](auto& s) { s.to = DbFsPeak{-30.0}; }));
    CHECK(objects([](auto& s) { s.from = DbFsPeak{std::nan("")}; }));
    CHECK(objects([](auto& s) { s.step = Decibels{0.0}; }));
    CHECK(objects([](auto& s) { s.step = Decibels{0.001}; }));
    CHECK(objects([](auto& s) { s.settle = s.step_length; }));
    CHECK(objects([](auto& s) { s.ramp = s.settle + SampleCount{1}; }));
    CHECK(objects([](auto& s) { s.gap = SampleCount{0}; }));
    CHECK(objects([](auto& s) { s.marker.fade = s.marker.length; }));
    CHECK_FALSE(objection(short_ladder(), SampleRate{0}).empty());
  }
}
