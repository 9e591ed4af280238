// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/performance.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "signals/random.hpp"

namespace ampsweep::signals {
namespace {

constexpr std::array kRound{
    PhraseKind::Run,         PhraseKind::Run,         PhraseKind::Run,       PhraseKind::OpenChords,
    PhraseKind::BarreChords, PhraseKind::PowerChords, PhraseKind::PalmMutes, PhraseKind::Bends,
    PhraseKind::Slides,      PhraseKind::Ladder};
constexpr Seconds kShortestRound{8.0};
constexpr Seconds kLongestRound{30.0};

}  // namespace

std::vector<Note> performance(Seconds length, std::uint64_t seed) {
  assert(length > Seconds{0.0});
  const Seconds slot =
      std::clamp(length, kShortestRound, kLongestRound) / static_cast<double>(kRound.size());
  Random random{derived(seed, "performance")};
  NeckDeck deck;

  std::vector<Note> notes;
  Seconds at{0.0};
  while (at < length) {
    auto round = kRound;
    shuffle(round, random);
    for (const PhraseKind kind : round) {
      const Seconds rest = slot * random.uniform(0.08, 0.2);
      for (Note& note : phrase(kind, at, slot - rest, deck, random)) {
        if (note.at < length) notes.push_back(note);
      }
      at = at + slot;
    }
  }
  return notes;
}

}  // namespace ampsweep::signals
