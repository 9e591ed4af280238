// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/heard_moves.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

using namespace ampsweep::rig;

namespace {

const Setting kHere{{"gain", 2.0}};
const Setting kThere{{"gain", 7.0}};

/// A take that was heard like this before its attempts.
TakeRecord heard_before(std::vector<std::vector<double>> taps) {
  TakeRecord record;
  for (auto& tap : taps) {
    AttemptRecord attempt;
    attempt.attempt.number = static_cast<int>(record.attempts.size()) + 1;
    attempt.attempt.tap_db = std::move(tap);
    record.attempts.push_back(attempt);
  }
  return record;
}

}  // namespace

TEST_CASE("heard moves: another setting that sounds as the last one is doubted") {
  HeardMoves moves;
  CHECK_FALSE(moves.doubt(kHere, {-10.0, -20.0}, nullptr));
  moves.heard(kHere, {-10.0, -20.0});
  CHECK(moves.doubt(kThere, {-10.05, -20.0}, nullptr));
  CHECK_FALSE(moves.doubt(kThere, {-10.5, -20.0}, nullptr));
  CHECK_FALSE(moves.doubt(kHere, {-10.0, -20.0}, nullptr));
  CHECK_FALSE(moves.doubt(kThere, {}, nullptr));  // too noisy to say
  moves.moved_away();
  CHECK_FALSE(moves.doubt(kThere, {-10.0, -20.0}, nullptr));
}

TEST_CASE("heard moves: knobs that make no difference are asked three times") {
  HeardMoves moves;
  const std::vector<double> same{-10.0, -20.0};
  const auto turn_and_turn = [&](bool there) {
    const Setting& setting = there ? kThere : kHere;
    const bool doubted = moves.doubt(setting, same, nullptr).has_value();
    if (doubted) CHECK_FALSE(moves.told_again(same, same));
    moves.heard(setting, same);
    return doubted;
  };
  CHECK_FALSE(turn_and_turn(false));
  for (int turn = 0; turn < 3; ++turn) CHECK(turn_and_turn(turn % 2 == 0));
  CHECK_FALSE(turn_and_turn(false));
  moves.heard(kThere, {-3.0, -20.0});  // one that is heard
  CHECK(moves.doubt(kHere, {-3.0, -20.0}, nullptr));
}

TEST_CASE("heard moves: a take that sounds unlike its newest attempt is doubted") {
  const HeardMoves moves;
  const TakeRecord record = heard_before({{-10.0}, {-14.0}, {}});
  const auto why = moves.doubt(kHere, {-10.0}, &record);
  REQUIRE(why);
  CHECK(*why == "it sounds 4.0 dB other than before attempt 2");
  CHECK_FALSE(moves.doubt(kHere, {-14.9}, &record));
  const TakeRecord fresh = heard_before({});
  CHECK_FALSE(moves.doubt(kHere, {-10.0}, &fresh));
}
