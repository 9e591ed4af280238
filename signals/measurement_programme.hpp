// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "signals/level_ladder.hpp"
#include "signals/multisine.hpp"
#include "signals/stimulus.hpp"
#include "signals/tone_burst.hpp"

namespace ampsweep::signals {

/// How much `ampsweep measure` asks of an amp: half a minute, or everything.
enum class Suite { Quick, Full };

struct MeasurementWish {
  SampleRate rate{48000};
  Suite suite{Suite::Quick};
  DbFsPeak level{-12.0};  ///< Of sweep, tones and pairs, and the top of the ladder.
  DbFsPeak marker_level{-20.0};
  std::uint64_t seed{1};  ///< Of the random phases.
};

/// A part of the programme that more than one segment belongs to.
template <class Spec>
struct ProgrammePart {
  Spec spec;
  SampleCount start{0};  ///< Of the part's own stimulus inside the whole.
};

/// The stimulus of a measurement: a capture with another programme.
///
///   idle  marker  gap  sweep  decay  { tone | pair  gap }...  ladder  bursts  multisine  gap
///   idle  marker  gap
///
/// Bursts and multisine are in Full only. Ladder and bursts bring markers of their own, the same
/// samples as the others.
struct MeasurementProgramme {
  Stimulus stimulus;
  std::optional<ProgrammePart<LevelLadderSpec>> ladder;
  std::vector<ProgrammePart<ToneBurstSpec>> bursts;
  std::optional<ProgrammePart<MultisineSpec>> multisine;
};

/// Promises (tests/signals/measurement_programme_test.cpp):
/// - segments are in order, touch each other and cover the stimulus;
/// - every silence holds exact zeros, 0.4 s and more; the first and the last but one are the idle
///   stretches whose noise is compared (2 s for Quick, 4 s for Full);
/// - all markers are the same samples; nothing is louder than the levels wished for;
/// - equal wishes give equal programmes: the wish is all that is needed to analyse a recording.
///
/// Needs: rate >= 44100; -60 <= levels <= 0 dBFS peak.
[[nodiscard]] MeasurementProgramme measurement_programme(const MeasurementWish& wish);

}  // namespace ampsweep::signals
