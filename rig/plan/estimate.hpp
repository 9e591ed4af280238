// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "rig/plan/coverage.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Time a person needs to turn one knob to a printed value and confirm it.
inline constexpr Seconds kHandTurn{8.0};
/// The quiet chirp that precedes every take (rig/capture/listen.cpp).
inline constexpr Seconds kListenTime{0.75};

/// More before every take with [policy] hear_knobs: a second quiet chirp and the louder ones.
inline constexpr Seconds kHearTime{1.75};
/// With it, once per dataset and knob: six sounds and their moves.
inline constexpr Seconds kLearnKnobTime{20.0};

/// What a plan will cost and how well it covers the knobs, before anything moves.
struct PlanEstimate {
  std::map<Split, int> takes;  ///< Per split, every split present (0 allowed).
  int takes_total{0};
  Seconds playing{0.0};                   ///< Takes x (length + tail).
  std::map<std::string, Seconds> moving;  ///< Moving and settling by actuator_kind(), kinds in use.
  Seconds moving_total{0.0};
  Seconds listening{0.0};  ///< Takes x kListenTime; with hear_knobs kHearTime and learning more.
  Seconds resting{0.0};    ///< Pauses that the load's duty asks for.
  Seconds total{0.0};
  std::int64_t raw_bytes{0};      ///< raw/: float32, every input channel, tail included.
  std::int64_t aligned_bytes{0};  ///< input.wav, takes/, takes-<output>/: 24 bit.
  std::int64_t disk_bytes{0};     ///< raw + aligned. WAV headers, ledger, report not counted.
  Coverage coverage;              ///< Of the training settings.
};

/// Shape:   `take_length` is the stimulus; `tail` what is recorded after it.
/// Units:   real time: retries, preflight and --freewheel are not in it.
/// Accuracy: tests/rig/plan/estimate_test.cpp compares every figure with a calculation by hand.
///
/// A move takes, per kind: midi: the longest settle_ms of the knobs that change (they move side by
/// side); manual: kHandTurn for each knob that changes; simulated: nothing. The first take moves
/// every knob. A take with a moving knob has three or four moves and two or three chirps: to the
/// lowest and highest value, to the start, and back there afterwards. Resting: with a load, playing
/// / (playing + moving + resting) <= allowed_duty() (rig/model/rig.hpp), as the session rests.
[[nodiscard]] PlanEstimate estimate(const Plan& plan, const Rig& rig, SampleCount take_length,
                                    SampleCount tail = SampleCount{0});

}  // namespace ampsweep::rig
