// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/knob_effects.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>

using namespace ampsweep::rig;

namespace {

Knob knob_called(const char* id, KnobRole role) {
  Knob knob;
  knob.id = id;
  knob.label = id;
  knob.role = role;
  return knob;
}

const std::vector<Knob> kPanel{knob_called("gain", KnobRole::Gain),
                               knob_called("treble", KnobRole::Eq),
                               knob_called("standby", KnobRole::Other)};

/// 3 x 3 grid of gain and treble, standby at 0 or 10.
std::vector<Setting> grid() {
  std::vector<Setting> settings;
  for (const double gain : {0.0, 5.0, 10.0}) {
    for (const double treble : {2.0, 5.0, 8.0}) {
      settings.push_back(
          {{"gain", gain}, {"treble", treble}, {"standby", gain == treble ? 10.0 : 0.0}});
    }
  }
  return settings;
}

FigureSeries series(const char* name, Rises rises, const std::function<double(const Setting&)>& f) {
  FigureSeries figure{name, "dB", {}, rises};
  for (const Setting& setting : grid()) figure.values.push_back(f(setting));
  return figure;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("knob effects: a plane is read exactly, over the stretch visited") {
    const auto effects =
        knob_effects(kPanel, grid(), {series("THD", Rises::WithGain, [](const Setting& s) {
                       return -40.0 + 1.5 * s.at("gain") - 0.2 * s.at("treble");
                     })});
    REQUIRE(effects.size() == 3);
    CHECK(effects[0].effects[0].change == doctest::Approx(15.0).epsilon(1e-12));
    CHECK(effects[1].effects[0].change == doctest::Approx(-1.2).epsilon(1e-12));  // 2 .. 8 only
    CHECK(effects[0].effects[0].sigma < 1e-12);
    CHECK_FALSE(effects[0].dead);
    CHECK_FALSE(effects[0].reversed);
    CHECK(effects[2].dead);
  }

  TEST_CASE(
      "knob effects: a gain knob that lowers THD, and a treble knob that dulls, run backwards") {
    const auto effects = knob_effects(
        kPanel, grid(),
        {series("THD", Rises::WithGain, [](const Setting& s) { return -s.at("gain"); }),
         series("5 kHz", Rises::WithTreble, [](const Setting& s) { return -s.at("treble"); })});
    CHECK(effects[0].reversed == "THD");
    CHECK(effects[1].reversed == "5 kHz");
    CHECK_FALSE(effects[2].reversed);
  }

  TEST_CASE(
      "knob effects: gain that raises THD and lowers the level (compression) is not reversed") {
    const auto effects = knob_effects(
        kPanel, grid(),
        {series("THD", Rises::WithGain, [](const Setting& s) { return 2.0 * s.at("gain"); }),
         series("level", Rises::WithGain, [](const Setting& s) { return -0.5 * s.at("gain"); })});
    CHECK_FALSE(effects[0].reversed);
  }

  TEST_CASE("knob effects: a jump between neighbours is named, a jump over a neighbour is not") {
    auto settings = grid();
    for (Setting& setting : settings) setting["standby"] = 0.0;
    FigureSeries level{"level", "dB", {}, Rises::WithGain};
    for (const Setting& setting : settings)
      level.values.push_back(setting.at("gain") < 5.0 ? -20.0 : -10.0);
    const auto effects = knob_effects(kPanel, settings, {level});
    REQUIRE(effects.size() == 2);
    REQUIRE(effects[0].coarse);
    CHECK(effects[0].coarse->from == 0.0);
    CHECK(effects[0].coarse->to == 5.0);
    CHECK(effects[0].coarse->change == 10.0);
    CHECK_FALSE(effects[1].coarse);
  }

  TEST_CASE("knob effects: noise alone makes a dead knob, and its sigma says how sure that is") {
    int n = 0;
    const auto effects =
        knob_effects(kPanel, grid(), {series("THD", Rises::WithGain, [&n](const Setting&) {
                       return 0.05 * std::sin(37.0 * n++);
                     })});
    CHECK(effects[0].dead);
    CHECK(effects[0].effects[0].sigma > 0.01);
    CHECK(std::abs(effects[0].effects[0].change) < 4.0 * effects[0].effects[0].sigma);
  }

  TEST_CASE("knob effects: nothing is told from too few settings, or of knobs turned together") {
    const std::vector<Setting> three{grid()[0], grid()[1], grid()[5]};
    FigureSeries figure{"level", "dB", {1.0, 2.0, 3.0}, Rises::Unknown};
    for (const auto& effects : knob_effects(kPanel, three, {figure})) {
      CHECK(effects.effects.empty());
      CHECK_FALSE(effects.dead);
    }
    const double nan = std::numeric_limits<double>::quiet_NaN();
    figure.values.assign(9, nan);
    CHECK(knob_effects(kPanel, grid(), {figure})[0].effects.empty());
    CHECK(knob_effects(kPanel, {}, {}).empty());
  }
}
