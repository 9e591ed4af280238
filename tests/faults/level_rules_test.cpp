// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/level_rules.hpp"

#include <doctest/doctest.h>

#include <algorithm>
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

  TEST_CASE("level rules: full scale and limiters are no normalising") {
    const MadeSet set = thirty();
    auto prints = set.prints;
    for (auto& print : prints) add_gain(print, -0.05 - print.peak_dbfs);
    CHECK(analysis::level_rules(prints).peak.normalised == Answer::CannotTell);
    std::vector<analysis::TakePrint> limited;
    std::vector<analysis::TakePrint> scaled_down;
    for (const auto& sound : set.sounds) {
      double peak = 0.0;
      for (const double x : sound) peak = std::max(peak, std::abs(x));
      auto louder = scaled(sound, 20.0 * std::log10(0.5 / peak));
      scaled_down.push_back(printed(stored(louder, 24)));
      for (double& x : louder) x = std::clamp(x, -0.25, 0.25);
      limited.push_back(printed(stored(louder, 24)));
    }
    CHECK(analysis::level_rules(limited).peak.spread_db < 0.1);
    CHECK(analysis::level_rules(limited).peak.normalised == Answer::CannotTell);
    CHECK(analysis::level_rules(scaled_down).peak.normalised == Answer::Yes);
  }
}

}  // namespace
}  // namespace ampsweep::faults
