// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "signals/quantity.hpp"

namespace ampsweep::signals {

/// A stretch of some audio.
struct Piece {
  SampleCount first{0};
  SampleCount length{0};
};

/// Cuts audio into pieces of at most `longest`, each cut at the quietest 20 ms near the place that
/// would make the pieces even.
///
/// Shape:   pieces follow one another and cover `x`. Audio that is not longer than `longest` stays
///          in one piece; else every piece lasts between 0.3 and 1 times `longest`.
/// Needs:   x not empty; longest >= 1 s.
/// Cost:    O(x) time and memory.
[[nodiscard]] std::vector<Piece> pieces_at_quiet_places(std::span<const float> x, SampleRate rate,
                                                        Seconds longest);

}  // namespace ampsweep::signals
