// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/performance.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>

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

  const auto phrases = static_cast<std::size_t>(std::ceil(length.value() / slot.value()));
  std::vector<Note> notes;
  auto round = kRound;
  for (std::size_t n = 0; n < phrases; ++n) {
    if (n % round.size() == 0) shuffle(round, random);
    const Seconds at = slot * static_cast<double>(n);
    const Seconds rest = slot * random.uniform(0.08, 0.2);
    for (const Note& note : phrase(round[n % round.size()], at, slot - rest, deck, random)) {
      if (note.at < length) notes.push_back(note);
    }
  }
  return notes;
}

}  // namespace ampsweep::signals
