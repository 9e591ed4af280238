// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/phrase.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

using namespace ampsweep;
using namespace ampsweep::signals;

namespace {

constexpr PhraseKind kKinds[] = {
    PhraseKind::Run,       PhraseKind::OpenChords, PhraseKind::BarreChords, PhraseKind::PowerChords,
    PhraseKind::PalmMutes, PhraseKind::Bends,      PhraseKind::Slides,      PhraseKind::Ladder};

std::vector<Note> one(PhraseKind kind, Seconds length, std::uint64_t seed = 1) {
  NeckDeck deck;
  Random random{seed};
  return phrase(kind, Seconds{10.0}, length, deck, random);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("phrase: every kind fills its time and not more, down to 10 ms") {
    for (const PhraseKind kind : kKinds) {
      for (const double length : {0.01, 0.7, 2.6}) {
        const auto notes = one(kind, Seconds{length});
        REQUIRE_FALSE(notes.empty());
        Seconds end{0.0};
        for (const Note& note : notes) {
          CHECK(note.at >= Seconds{10.0});
          CHECK(note.kind == kind);
          end = std::max(end, note.at + note.pluck.sounding);
        }
        CHECK(end.value() == doctest::Approx(10.0 + length).epsilon(1e-9));
      }
    }
  }

  TEST_CASE("phrase: chords strike 4 to 6 strings at almost one time, power chords 3") {
    const auto strings_at_once = [](PhraseKind kind) {
      std::map<int, int> by_step;
      for (const Note& note : one(kind, Seconds{2.4})) {
        ++by_step[static_cast<int>((note.at.value() - 10.0) / 0.6 + 1e-9)];
      }
      return by_step;
    };
    for (const auto& [step, count] : strings_at_once(PhraseKind::OpenChords)) {
      CHECK(count >= 4);
      CHECK(count <= 6);
    }
    for (const auto& [step, count] : strings_at_once(PhraseKind::PowerChords)) CHECK(count == 3);
  }

  TEST_CASE("phrase: palm mutes are at least 7 a second, muted, on the two lowest strings") {
    const auto notes = one(PhraseKind::PalmMutes, Seconds{2.0});
    CHECK(notes.size() >= 14);
    for (const Note& note : notes) {
      CHECK(note.pluck.palm >= 0.5);
      CHECK(note.pluck.at.string <= 1);
    }
  }

  TEST_CASE("phrase: bends rise one or two semitones, slides move either way, none stays put") {
    bool up = false;
    bool down = false;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      for (const Note& note : one(PhraseKind::Bends, Seconds{2.4}, seed)) {
        CHECK(note.pluck.glide.semitones >= 1.0);
        CHECK(note.pluck.glide.semitones <= 2.0);
      }
      for (const Note& note : one(PhraseKind::Slides, Seconds{2.4}, seed)) {
        CHECK(note.pluck.glide.semitones != 0.0);
        CHECK(note.pluck.glide.end < note.pluck.sounding);
        up = up || note.pluck.glide.semitones > 0.0;
        down = down || note.pluck.glide.semitones < 0.0;
      }
    }
    CHECK(up);
    CHECK(down);
  }

  TEST_CASE("phrase: the deck deals each of its 24 cells once before any comes again") {
    NeckDeck deck;
    Random random{1};
    for (int round = 0; round < 3; ++round) {
      std::set<std::pair<int, int>> cells;
      for (int n = 0; n < kStrings * NeckDeck::kBands; ++n) {
        const NeckPosition at = deck.deal(random);
        CHECK(at.fret <= kFrets);
        cells.insert({at.string, at.fret / 6});
      }
      CHECK(cells.size() == 24);
    }
  }
}
