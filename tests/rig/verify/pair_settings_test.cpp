// SPDX-License-Identifier: GPL-3.0-or-later
// Sets of which only labels, splits, polarities and the identity of sounds are known.
#include "rig/verify/pair_settings.hpp"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// One measured take of a set.
PairTake take_of(const std::string& name, const std::string& split, double gain,
                 const std::string& channel) {
  PairTake take;
  take.pair.input = "input.wav";
  take.pair.target = name + ".wav";
  take.pair.setting = {{"gain", gain}};
  if (!channel.empty()) take.pair.choices = {{"channel", channel}};
  if (!split.empty()) take.splits = {split};
  take.measured = true;
  take.report.polarity = 1;
  take.report.y.sound_id = "sound of " + name;
  return take;
}

PairSetReport set_of(std::vector<PairTake> takes) {
  PairSetReport report;
  report.takes = std::move(takes);
  return report;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "pair settings: a setting in two splits is a leak, positions of a switch are settings") {
    auto report = set_of({take_of("a", "train", 5, "clean"), take_of("b", "train", 7, "lead"),
                          take_of("c", "test", 5, "lead")});
    add_setting_checks(report);
    CHECK(report.faults.empty());
    CHECK(report.figures.settings == 3);
    for (const bool cut_in_time : {false, true}) {
      report = set_of({take_of("a", "train", 5, "clean"),
                       take_of("b", "train", 0.3, "lead"),
                       take_of("c", "test", 0.30000000000000004, "lead")});
      report.cut_in_time = cut_in_time;
      add_setting_checks(report);
      CHECK(report.figures.settings == 2);
      REQUIRE(report.faults.size() == (cut_in_time ? 0U : 1U));
      if (cut_in_time) continue;
      CHECK(report.faults[0].file == "c.wav");
      CHECK(report.faults[0].fault.detail ==
            "c.wav (gain=0.3 channel=lead) is in test and the same setting, b.wav, in train: a "
            "leak between splits");
    }
  }

  TEST_CASE("pair settings: the largest gap and hole are told in the labels' own units") {
    auto report =
        set_of({take_of("a", "", 2, ""), take_of("b", "", 4, ""), take_of("c", "", 10, "")});
    add_setting_checks(report);
    REQUIRE(report.figures.knobs.size() == 1);
    CHECK(report.figures.knobs[0].gap_from == 4.0);
    CHECK(report.figures.knobs[0].gap_to == 10.0);
    CHECK(report.figures.knobs[0].largest_gap == doctest::Approx(0.75));
    REQUIRE(report.figures.hole);
    CHECK(report.figures.hole->around[0].second == doctest::Approx(7.0).epsilon(1e-3));
    CHECK(report.figures.hole->radius == doctest::Approx(0.375).epsilon(1e-3));
  }

  TEST_CASE(
      "pair settings: one sound under two labels or splits is a fault, at one setting a note") {
    const auto twice = [](double gain, const std::string& split) {
      auto report = set_of({take_of("a", "train", 5, ""), take_of("b", split, gain, "")});
      report.takes[1].report.y.sound_id = report.takes[0].report.y.sound_id;
      add_same_sound(report);
      return report;
    };
    CHECK(twice(6, "train").faults.size() == 1);
    CHECK(twice(5, "test").faults.size() == 1);
    const PairSetReport same = twice(5, "train");
    CHECK(same.faults.empty());
    REQUIRE(same.notes.size() == 1);
    CHECK(same.notes[0].find("it adds nothing") != std::string::npos);
  }

  TEST_CASE("pair settings: who is upside down is at fault, unless a switch tells them apart") {
    const auto turned = [](const std::string& channel, const std::string& other) {
      auto report = set_of({take_of("a", "", 1, "clean"), take_of("b", "", 5, channel),
                            take_of("c", "", 9, "clean"), take_of("d", "", 7, other)});
      report.takes[1].report.polarity = -1;
      add_odd_polarities(report);
      return report;
    };
    CHECK(turned("clean", "clean").faults.size() == 1);
    CHECK(turned("lead", "lead").faults.size() == 1);  // the other lead take is not turned
    const PairSetReport inverting = turned("lead", "clean");
    CHECK(inverting.faults.empty());
    REQUIRE(inverting.notes.size() == 1);
    CHECK(inverting.notes[0].find("with channel=lead are upside down") != std::string::npos);
  }
}
