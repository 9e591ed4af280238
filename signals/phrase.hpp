// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "signals/pluck.hpp"
#include "signals/random.hpp"

namespace ampsweep::signals {

/// What a stretch of the performance exercises.
enum class PhraseKind {
  Run,         ///< Single notes all over the neck, soft to hard.
  OpenChords,  ///< Strummed up and down.
  BarreChords,
  PowerChords,
  PalmMutes,  ///< Fast muted bursts on the low strings.
  Bends,
  Slides,
  Ladder,  ///< The same riff at falling strength, 6 dB a step.
};

struct Note {
  Seconds at{};  ///< From the start of the performance.
  Pluck pluck{};
  PhraseKind kind{PhraseKind::Run};
};

/// Deals the cells of the neck (every string in four bands of frets) in random order, each once
/// before any comes again, so that a performance covers the neck however short it is.
class NeckDeck {
 public:
  static constexpr int kBands = 4;
  [[nodiscard]] NeckPosition deal(Random& random);

 private:
  std::vector<NeckPosition> left_;  ///< Lowest fret of each cell not dealt yet.
};

/// A phrase of one kind: plucks between `at` and `at + length`, all let go by its end.
///
/// Needs: length > 0. A short phrase holds fewer notes, never none.
[[nodiscard]] std::vector<Note> phrase(PhraseKind kind, Seconds at, Seconds length, NeckDeck& deck,
                                       Random& random);

}  // namespace ampsweep::signals
