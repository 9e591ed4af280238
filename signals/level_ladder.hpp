// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// A sine that climbs a ladder of levels and comes down again, at each of several frequencies,
/// between two markers. Lengths are samples at the stimulus rate; at_rate() scales these defaults.
struct LevelLadderSpec {
  std::vector<Hertz> frequencies{Hertz{110.0}, Hertz{1000.0}};
  DbFsPeak from{-60.0};  ///< Lowest step.
  DbFsPeak to{-1.0};     ///< Highest step; the level grid starts at `from`, so it may end below.
  Decibels step{1.0};
  SampleCount step_length{24000};
  SampleCount settle{9600};  ///< Start of a step, ramp included, that is not measured.
  SampleCount ramp{480};     ///< Raised cosine from one step's amplitude to the next; 0: a jump.
  SampleCount gap{24000};    ///< Silence before and after each marker and each ladder.
  ChirpSpec marker{};
};

enum class LadderLeg { Up, Down };

/// One step of one ladder: [start, start + length), measured over its last `measured` samples: all
/// after settling but up to 2 %, given up to come near the wanted frequency.
struct LadderStep {
  std::size_t ladder{0};  ///< Index of the wanted frequency.
  Hertz frequency;        ///< Played: whole periods fit into `measured`, and their number shares no
                          ///< factor with it, so that converter errors do not repeat.
  DbFsPeak level;
  LadderLeg leg{LadderLeg::Up};
  SampleCount start{0};
  SampleCount length{0};
  SampleCount measured{0};
  [[nodiscard]] SampleCount measure_from() const { return start + length - measured; }
};

/// Where everything stands; follows from the spec and the rate alone.
struct LadderLayout {
  std::vector<SampleCount> markers;  ///< Starts: one before the first ladder, one after the last.
  std::vector<LadderStep> steps;     ///< Ladder by ladder, each up, then down; the top twice.
  SampleCount length{0};             ///< Of the stimulus.
};

/// Why the spec cannot be played, as a sentence; empty when it can.
[[nodiscard]] std::string objection(const LevelLadderSpec& spec, SampleRate rate);

/// The same times at another rate, frequencies kept.
[[nodiscard]] LevelLadderSpec at_rate(LevelLadderSpec spec, SampleRate rate);

/// Needs: no objection().
[[nodiscard]] LadderLayout level_ladder_layout(const LevelLadderSpec& spec, SampleRate rate);

/// The ladder as a stimulus: a Tone segment per step (its recipe holds frequency and level), a
/// Marker segment per marker, Silence between.
///
/// Shape:    mono, layout.length samples. The phase runs on through all steps of a ladder; a ladder
///           starts and ends with the ramp from and to silence.
/// Units:    a step's amplitude is amplitude(step.level) once its ramp is over.
/// Needs:    no objection().
/// Accuracy: every settled step holds its tone within 1e-6 of full scale, the grid ends within one
///           step of `to`, whole periods in the measured part, 0.1 % off the wanted frequency;
///           tests/signals/level_ladder_test.cpp.
/// Source:   measurement.md 4.3 (level sweep, up then down).
[[nodiscard]] Stimulus level_ladder(const LevelLadderSpec& spec, SampleRate rate);

}  // namespace ampsweep::signals
