// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/performance.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "signals/level.hpp"

using namespace ampsweep;
using namespace ampsweep::signals;

TEST_SUITE("unit") {
  TEST_CASE("performance: all 8 kinds and all 24 cells of the neck in 8 s and in 30 s, 50 seeds") {
    for (const double length : {8.0, 30.0}) {
      for (std::uint64_t seed = 0; seed < 50; ++seed) {
        std::set<PhraseKind> kinds;
        std::set<std::pair<int, int>> cells;
        for (const Note& note : performance(Seconds{length}, seed)) {
          kinds.insert(note.kind);
          if (note.kind == PhraseKind::Run) {
            cells.insert({note.pluck.at.string, std::min(3, note.pluck.at.fret / 6)});
          }
        }
        CAPTURE(length);
        CAPTURE(seed);
        CHECK(kinds.size() == 8);
        CHECK(cells.size() == 24);
      }
    }
  }

  TEST_CASE("performance: notes are in time order, begin inside, and stay on the neck") {
    for (const double length : {0.3, 8.0, 23.7, 75.0}) {
      Seconds before{0.0};
      const auto notes = performance(Seconds{length}, 3);
      REQUIRE_FALSE(notes.empty());
      for (const Note& note : notes) {
        CHECK(note.at >= before);
        CHECK(note.at < Seconds{length});
        before = note.at;
        const double target = note.pluck.at.fret + note.pluck.glide.semitones;
        CHECK(target >= 0.0);
        CHECK(target <= kFrets);
        CHECK(note.pluck.at.fret <= kFrets);
        CHECK(note.pluck.strength > 0.0);
        CHECK(note.pluck.strength <= 1.0);
        CHECK(note.pluck.sounding > Seconds{0.0});
      }
    }
  }

  TEST_CASE("performance: a string is never plucked while it still sounds") {
    const auto notes = performance(Seconds{60.0}, 5);
    for (int string = 0; string < kStrings; ++string) {
      Seconds free{0.0};
      for (const Note& note : notes) {
        if (note.pluck.at.string != string) continue;
        CHECK(note.at > free - Seconds{1e-9});
        free = note.at + note.pluck.sounding;
      }
    }
  }

  TEST_CASE("performance: every phrase ends with a rest of 8 to 20 % of its time") {
    const auto notes = performance(Seconds{30.0}, 7);
    for (int phrase = 0; phrase < 10; ++phrase) {
      Seconds end{0.0};
      for (const Note& note : notes) {
        if (note.at >= Seconds{3.0 * phrase} && note.at < Seconds{3.0 * phrase + 3.0}) {
          end = std::max(end, note.at + note.pluck.sounding);
        }
      }
      CHECK(end.value() <= 3.0 * phrase + 3.0 * 0.92 + 1e-9);
      CHECK(end.value() >= 3.0 * phrase + 3.0 * 0.80 - 1e-9);
    }
  }

  TEST_CASE("performance: single notes span 20 dB, the ladder steps down 30 dB in 6 dB rungs") {
    double softest = 1.0;
    double loudest = 0.0;
    std::set<int> rungs;
    for (const Note& note : performance(Seconds{30.0}, 1)) {
      if (note.kind == PhraseKind::Run) {
        softest = std::min(softest, note.pluck.strength);
        loudest = std::max(loudest, note.pluck.strength);
      }
      if (note.kind == PhraseKind::Ladder) {
        rungs.insert(static_cast<int>(std::lround(decibels(note.pluck.strength).value())));
      }
    }
    CHECK((decibels(loudest) - decibels(softest)) > Decibels{20.0});
    CHECK(rungs == std::set<int>{-33, -27, -21, -15, -9, -3});
  }

  TEST_CASE("performance: 10 phrases fill any length from 8 to 30 s: no stray note at the end") {
    for (double length = 8.0; length <= 30.0; length += 0.317) {
      const auto notes = performance(Seconds{length}, 2);
      CAPTURE(length);
      CHECK(notes.back().at < Seconds{length - 0.05});
    }
  }
}
