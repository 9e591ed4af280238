// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "signals/stimulus.hpp"

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

/// The stimulus of a measurement: a capture with another programme.
///
///   idle  marker  gap  sweep  decay  { tone | pair  gap }...  idle  marker  gap
///
/// Promises (tests/signals/measurement_programme_test.cpp):
/// - segments are in order, touch each other and cover the stimulus;
/// - every silence holds exact zeros, 0.4 s and more; the first and the last but one are the idle
///   stretches whose noise is compared (2 s for Quick, 4 s for Full);
/// - both markers are the same samples; nothing is louder than the levels wished for;
/// - each recipe alone makes its segment again.
///
/// Needs: rate >= 44100; -60 <= levels <= 0 dBFS peak.
[[nodiscard]] Stimulus measurement_programme(const MeasurementWish& wish);

}  // namespace ampsweep::signals
