// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/return_forecast.hpp"

#include <doctest/doctest.h>

#include "analysis/sound_check.hpp"
#include "fixtures/simulated_bench.hpp"
#include "rig/capture/calibrate_levels.hpp"
#include "rig/capture/preflight.hpp"
#include "signals/level.hpp"
#include "support/played_take.hpp"
#include "support/small_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// Peak of what really comes back of the small stimulus, and what was foretold of it.
struct Foretold {
  ReturnForecast forecast;
  DbFsPeak played;
};

Foretold foretell(const Rig& rig, const Setting& setting) {
  const auto stimulus = test::small_stimulus();
  fixtures::SimulatedBench bench = fixtures::simulate(rig);
  const PreflightReport report =
      preflight(rig, bench.bench, {InPlaceOfAmp::Amp, ForecastWish{stimulus, setting}}, {}, {});
  const Recording played = test::played_take(bench.bench, rig, stimulus);
  return {report.forecast.value(), level_of_peak(analysis::peak(played.channels.front()))};
}

ReturnForecast between(double at_least, double at_most) {
  return {{}, DbFsPeak{-6.0}, DbFsPeak{at_most}, DbFsPeak{at_least}, DbFsPeak{-90.0}};
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("forecast: on a wire the return's peak is foretold within 0.1 dB, send gain and all") {
    Rig rig = with_simulated_cable(test::small_rig());
    rig.levels.amp_send_gain = Decibels{-7.0};
    const Foretold wire = foretell(rig, {});
    CHECK(std::abs(wire.forecast.at_most.value() - wire.played.value()) < 0.1);
    CHECK(std::abs(wire.forecast.sent.value() - wire.played.value()) < 0.1);
  }

  TEST_CASE("forecast: an amp that compresses stays between the two limits") {
    for (const double gain : {2.0, 8.0}) {
      const Setting setting{{"gain", gain}, {"treble", 5.0}};
      const Foretold amp = foretell(test::small_rig(), setting);
      CAPTURE(gain);
      CHECK(amp.forecast.setting == setting);
      CHECK(amp.played <= amp.forecast.at_most + Decibels{0.1});
      CHECK(amp.played >= amp.forecast.at_least);
    }
  }
}

TEST_SUITE("unit") {
  TEST_CASE("forecast: the advice says which way the input's gain is wrong") {
    CHECK(advice(between(-40.0, -3.0)).empty());
    CHECK(advice(between(0.0, 12.0)).find("will clip") != std::string::npos);
    CHECK(advice(between(-20.0, 5.0)).find("compresses by 6.0 dB") != std::string::npos);
    CHECK(advice(between(-70.0, -46.0)).find("raise the input's gain by 40 dB") !=
          std::string::npos);
  }
}
