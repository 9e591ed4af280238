// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "signals/stimulus.hpp"

namespace ampsweep::signals {

/// A quiet sine that jumps to a loud one and back: pilot, burst, tail, between two markers.
/// Lengths are samples at the stimulus rate; at_rate() scales these defaults.
struct ToneBurstSpec {
  Hertz frequency{1000.0};
  DbFsPeak pilot_level{-27.0};  ///< Of pilot and tail.
  DbFsPeak burst_level{-1.0};
  SampleCount pilot{24000};
  SampleCount burst{48000};
  SampleCount tail{96000};
  SampleCount gap{24000};  ///< Silence before and after each marker and the burst.
  ChirpSpec marker{};
};

/// Where everything stands; follows from the spec and the rate alone. A period is a whole number of
/// samples and each part a whole number of periods, so every part starts at phase zero.
struct BurstLayout {
  Hertz frequency;                   ///< Played: rate / period.
  SampleCount period{0};             ///< Of the tone.
  std::vector<SampleCount> markers;  ///< Starts: one before, one after.
  SampleCount pilot{0};              ///< Starts of the parts.
  SampleCount burst{0};
  SampleCount tail{0};
  SampleCount end{0};     ///< Of the tail.
  SampleCount length{0};  ///< Of the stimulus.
};

/// Why the spec cannot be played, as a sentence; empty when it can.
[[nodiscard]] std::string objection(const ToneBurstSpec& spec, SampleRate rate);

/// The same times at another rate, frequency kept.
[[nodiscard]] ToneBurstSpec at_rate(ToneBurstSpec spec, SampleRate rate);

/// Needs: no objection().
[[nodiscard]] BurstLayout tone_burst_layout(const ToneBurstSpec& spec, SampleRate rate);

/// The burst as a stimulus: Tone segments for pilot, burst and tail (their recipes hold frequency
/// and level), Marker and Silence segments around them.
///
/// Shape:    mono, layout.length samples; level changes at a rising zero crossing, without a ramp.
/// Needs:    no objection().
/// Accuracy: each part is its tone within 1e-6 of full scale, from phase zero;
///           tests/signals/tone_burst_test.cpp.
/// Source:   measurement.md 4.3 (tone burst).
[[nodiscard]] Stimulus tone_burst(const ToneBurstSpec& spec, SampleRate rate);

}  // namespace ampsweep::signals
