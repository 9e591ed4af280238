// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "signals/quantity.hpp"

namespace ampsweep::analysis {

/// How finely a sound is stored.
struct SoundGrid {
  SampleRate rate{48000};
  double step{1.0 / 8388608.0};  ///< Between neighbouring codes; 24 bits.
};

/// Signs of clipping below full scale: how often the sound stands still at its own largest value.
struct FlatTops {
  int runs{0};          ///< Of equal samples at the highest or lowest value, longer than a crest.
  int longest{0};       ///< Samples in the longest one.
  double level{0.0};    ///< |sample| of the flat tops.
  bool clipped{false};  ///< Three such runs, or one that is longer by another six samples.
};

/// The search, block by block: what counts is the sound as a whole, however it is cut.
class FlatTopSearch {
 public:
  explicit FlatTopSearch(const SoundGrid& grid) : grid_(grid) {}
  void add(std::span<const float> x);
  [[nodiscard]] FlatTops found() const;

 private:
  /// Runs at the most extreme value so far, on one side.
  struct Side {
    float extreme{0.0F};
    bool any{false};
    int run{0};       ///< Under way.
    int shortest{0};  ///< What counts as a run.
    int runs{0};
    int longest{0};
    void end_run();
  };
  void add_sample(float x, bool beyond, Side& side) const;
  static void weigh(Side side, FlatTops& found);

  SoundGrid grid_;
  Side high_;
  Side low_;
};

/// Looks at both polarities of sounds that reach -70 dBFS. A smooth wave of 20 Hz or more rests at
/// its crest for 2 sqrt(2 step / (amplitude w^2)) samples at most; only longer runs count.
///
/// Accuracy: no sine from 20 Hz and -60 dBFS up is called clipped, at 16 or 24 bits; all of them
///           clipped by 0.5 dB are, from -40 dBFS up; tests/analysis/flat_tops_test.cpp.
[[nodiscard]] FlatTops flat_tops(std::span<const float> x, const SoundGrid& grid);

}  // namespace ampsweep::analysis
