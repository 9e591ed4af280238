// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/level_rules.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/faults/made_set.hpp"

namespace ampsweep::faults {
namespace {

using analysis::Answer;

/// A level by a gain, which is what normalising does to a print.
void add_gain(analysis::TakePrint& print, double gain_db) {
  print.peak_dbfs += gain_db;
  print.rms_dbfs += gain_db;
  for (double& level : print.level_db) level += gain_db;
}

MadeSet thirty() {
  SetSpec spec;
  spec.seed = 3;
  spec.takes = 36;
  spec.seconds = 1.5;
  return made_set(spec);
}

TEST_SUITE("unit") {
  TEST_CASE(
      "level rules: takes as recorded are not normalised; scaled to one peak or rms they are") {
    const MadeSet set = thirty();
    const auto clean = analysis::level_rules(set.prints);
    CHECK(clean.peak.normalised == Answer::No);
    CHECK(clean.rms.normalised == Answer::No);
    auto prints = set.prints;
    for (auto& print : prints) add_gain(print, -1.0 - print.peak_dbfs);
    const auto peaks = analysis::level_rules(prints);
    CHECK(peaks.peak.normalised == Answer::Yes);
    CHECK(peaks.peak.middle_dbfs == doctest::Approx(-1.0));
    CHECK(peaks.rms.normalised == Answer::No);
    for (auto& print : prints) add_gain(print, -18.0 - print.rms_dbfs);
    CHECK(analysis::level_rules(prints).rms.normalised == Answer::Yes);
    for (std::size_t i = 0; i < prints.size(); i += 5) add_gain(prints[i], 3.0);  // one of five
    CHECK(analysis::level_rules(prints).rms.normalised == Answer::No);
  }

  TEST_CASE("level rules: few takes, or takes that do not differ, tell nothing") {
    const MadeSet set = thirty();
    CHECK(analysis::level_rules(std::span{set.prints}.first(5)).peak.normalised ==
          Answer::CannotTell);
    const std::vector<analysis::TakePrint> same(20, set.prints[0]);
    CHECK(analysis::level_rules(same).peak.normalised == Answer::CannotTell);
  }

  TEST_CASE("knob effects: every knob of the amp is heard, and its levels follow gain and master") {
    const MadeSet set = thirty();
    const auto effects = analysis::knob_effects(set.settings, set.prints);
    REQUIRE(effects.size() == 4);
    for (const auto& effect : effects) CHECK(effect.heard == Answer::Yes);
    CHECK(effects[3].level_follows == Answer::Yes);
    // Its master's 6 dB follow an audio taper: 5.1 dB over the 90 % used, which x and x^2 bend.
    CHECK(std::abs(effects[3].level_db - 5.1) < 0.7);
  }

  TEST_CASE(
      "knob effects: normalised levels follow nothing; a knob that does nothing is not heard") {
    const MadeSet set = thirty();
    auto prints = set.prints;
    for (auto& print : prints) add_gain(print, -18.0 - print.rms_dbfs);
    CHECK(analysis::knob_effects(set.settings, prints)[3].level_follows == Answer::No);
    auto settings = set.settings;
    for (std::size_t i = 0; i < settings.size(); ++i) {
      settings[i].push_back(std::fmod(0.618034 * static_cast<double>(i), 1.0));
    }
    CHECK(analysis::knob_effects(settings, set.prints).back().heard == Answer::No);
    for (auto& row : settings) row.back() = 0.5;
    CHECK(analysis::knob_effects(settings, set.prints).back().heard == Answer::CannotTell);
  }
}

}  // namespace
}  // namespace ampsweep::faults
