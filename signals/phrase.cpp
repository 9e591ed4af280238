// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/phrase.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "signals/level.hpp"

namespace ampsweep::signals {
namespace {

constexpr int kNotPlayed = -1;
using Shape = std::array<int, kStrings>;  ///< Fret of each string.

constexpr std::array<Shape, 8> kOpenShapes{{{0, 2, 2, 1, 0, 0},
                                            {0, 2, 2, 0, 0, 0},
                                            {kNotPlayed, 0, 2, 2, 2, 0},
                                            {kNotPlayed, 0, 2, 2, 1, 0},
                                            {kNotPlayed, kNotPlayed, 0, 2, 3, 2},
                                            {kNotPlayed, kNotPlayed, 0, 2, 3, 1},
                                            {3, 2, 0, 0, 0, 3},
                                            {kNotPlayed, 3, 2, 0, 1, 0}}};
constexpr std::array<Shape, 4> kBarreShapes{{{0, 2, 2, 1, 0, 0},
                                             {0, 2, 2, 0, 0, 0},
                                             {kNotPlayed, 0, 2, 2, 2, 0},
                                             {kNotPlayed, 0, 2, 2, 1, 0}}};
constexpr std::array<Shape, 2> kPowerShapes{
    {{0, 2, 2, kNotPlayed, kNotPlayed, kNotPlayed}, {kNotPlayed, 0, 2, 2, kNotPlayed, kNotPlayed}}};

int between(int low, int high, Random& random) {
  return low + static_cast<int>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

template <class Items>
const auto& any_of(const Items& items, Random& random) {
  return items[static_cast<std::size_t>(random.below(items.size()))];
}

/// Soft to hard, evenly in decibels.
double any_strength(Decibels softest, Random& random) {
  return ratio(Decibels{random.uniform(softest.value(), 0.0)});
}

/// Splits a phrase into equal steps of about `step` and calls play(at, step) for each.
template <class Play>
void each_step(Seconds at, Seconds length, Seconds step, Play play) {
  const int steps = std::max(1, static_cast<int>(length.value() / step.value() + 0.5));
  const Seconds exact = length / steps;
  for (int n = 0; n < steps; ++n) play(at + exact * n, exact);
}

class Writer {
 public:
  Writer(PhraseKind kind, NeckDeck& deck, Random& random)
      : kind_(kind), deck_(deck), random_(random) {}

  void write(Seconds at, Seconds length) {
    switch (kind_) {
      case PhraseKind::Run:
        return run(at, length);
      case PhraseKind::OpenChords:
        return chords(at, length, kOpenShapes, 0);
      case PhraseKind::BarreChords:
        return chords(at, length, kBarreShapes, 9);
      case PhraseKind::PowerChords:
        return chords(at, length, kPowerShapes, 10);
      case PhraseKind::PalmMutes:
        return palm_mutes(at, length);
      case PhraseKind::Bends:
        return glides(at, length, 1, 2);
      case PhraseKind::Slides:
        return glides(at, length, -5, 7);
      case PhraseKind::Ladder:
        return ladder(at, length);
    }
  }

  std::vector<Note> notes;

 private:
  void add(Seconds at, const Pluck& pluck) { notes.push_back({at, pluck, kind_}); }

  void run(Seconds at, Seconds length) {
    constexpr int kNotes = 8;  // three runs go once through the deck
    each_step(at, length, length / kNotes, [this](Seconds begin, Seconds step) {
      add(begin, {.at = deck_.deal(random_),
                  .strength = any_strength(Decibels{-24.0}, random_),
                  .pick_distance = random_.uniform(0.06, 0.25),
                  .sounding = step});
    });
  }

  /// One stroke across the strings of `shape`, all stopped together at `begin + step`.
  void strum(Seconds begin, Seconds step, const Shape& shape, int fret, double strength) {
    const bool upward = random_.below(2) == 1;
    const Seconds spread = std::min(Seconds{random_.uniform(0.006, 0.02)}, step / 12.0);
    const double pick_distance = random_.uniform(0.1, 0.25);
    Seconds late{0.0};
    for (int n = 0; n < kStrings; ++n) {
      const int string = upward ? kStrings - 1 - n : n;
      const int shaped = shape[static_cast<std::size_t>(string)];
      if (shaped == kNotPlayed) continue;
      add(begin + late, {.at = {string, shaped + fret},
                         .strength = strength,
                         .pick_distance = pick_distance,
                         .sounding = step - late});
      late = late + spread;
    }
  }

  template <class Shapes>
  void chords(Seconds at, Seconds length, const Shapes& shapes, int highest_fret) {
    each_step(at, length, Seconds{0.6}, [&](Seconds begin, Seconds step) {
      const int fret = highest_fret == 0 ? 0 : between(1, highest_fret, random_);
      const Shape& shape = any_of(shapes, random_);
      // Strings add up: six struck as hard as a single one would set the level of all else.
      const auto muted = std::count(shape.begin(), shape.end(), kNotPlayed);
      const double share = 1.7 / static_cast<double>(kStrings - muted);
      strum(begin, step, shape, fret, share * any_strength(Decibels{-9.0}, random_));
    });
  }

  void palm_mutes(Seconds at, Seconds length) {
    const NeckPosition root{between(0, 1, random_), between(0, 7, random_)};
    each_step(at, length, Seconds{random_.uniform(0.09, 0.13)}, [&](Seconds begin, Seconds step) {
      add(begin, {.at = root,
                  .strength = any_strength(Decibels{-6.0}, random_),
                  .pick_distance = 0.08,
                  .palm = random_.uniform(0.5, 1.0),
                  .sounding = step});
    });
  }

  void glides(Seconds at, Seconds length, int lowest, int highest) {
    each_step(at, length, Seconds{0.8}, [&](Seconds begin, Seconds step) {
      int semitones = between(lowest, highest, random_);
      if (semitones == 0) semitones = highest;
      add(begin, {.at = {between(2, kStrings - 1, random_), between(5, 14, random_)},
                  .strength = any_strength(Decibels{-9.0}, random_),
                  .pick_distance = random_.uniform(0.1, 0.2),
                  .sounding = step,
                  .glide = {static_cast<double>(semitones), step * 0.2, step * 0.6}});
    });
  }

  void ladder(Seconds at, Seconds length) {
    constexpr int kRungs = 6;
    const int fret = between(0, 9, random_);
    const std::array<NeckPosition, 2> riff{{{0, fret}, {3, fret + 2}}};
    int rung = 0;
    each_step(at, length, length / kRungs, [&](Seconds begin, Seconds step) {
      const double strength = ratio(Decibels{-6.0 * rung++ - 3.0});
      add(begin, {.at = riff[0], .strength = strength, .sounding = step});
      add(begin + step / 2.0, {.at = riff[1], .strength = strength, .sounding = step / 2.0});
    });
  }

  PhraseKind kind_;
  NeckDeck& deck_;
  Random& random_;
};

}  // namespace

NeckPosition NeckDeck::deal(Random& random) {
  constexpr int kWidth = (kFrets + kBands) / kBands;  // frets 0 .. kFrets in kBands bands
  if (left_.empty()) {
    for (int string = 0; string < kStrings; ++string) {
      for (int band = 0; band < kBands; ++band) left_.push_back({string, band * kWidth});
    }
    shuffle(left_, random);
  }
  NeckPosition at = left_.back();
  left_.pop_back();
  at.fret = std::min(kFrets, at.fret + between(0, kWidth - 1, random));
  return at;
}

std::vector<Note> phrase(PhraseKind kind, Seconds at, Seconds length, NeckDeck& deck,
                         Random& random) {
  assert(length > Seconds{0.0});
  Writer writer{kind, deck, random};
  writer.write(at, length);
  return std::move(writer.notes);
}

}  // namespace ampsweep::signals
