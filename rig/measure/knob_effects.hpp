// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// What a knob is expected to do to a figure when it is turned up.
enum class Rises { Unknown, WithGain, WithTreble, WithBass, WithMiddle };

/// One figure of every setting measured, in their order. NaN: not known there.
struct FigureSeries {
  std::string name;  ///< "THD at 1000 Hz"
  std::string unit;  ///< "dB"
  std::vector<double> values;
  Rises rises{Rises::Unknown};
};

/// How far one figure follows one knob, the others held: the main effect over the whole stretch of
/// the knob that was visited.
struct Effect {
  std::string figure;
  std::string unit;
  double change{0.0};  ///< From the lowest to the highest visited value.
  double sigma{0.0};   ///< Of `change`: what the other knobs' curvature and noise leave open.
};

/// A jump between two settings that differ in this knob only.
struct CoarseStep {
  std::string figure;
  std::string unit;
  double from{0.0};  ///< Printed values.
  double to{0.0};
  double change{0.0};
};

struct KnobEffects {
  std::string knob;
  std::vector<Effect> effects{};          ///< One per figure that could be told.
  bool dead{false};                       ///< Nothing moves by more than kDeadBelow or its doubt.
  std::optional<std::string> reversed{};  ///< Figure that falls though it should rise.
  std::optional<CoarseStep> coarse{};     ///< Largest jump above kCoarseAbove.
};

inline constexpr double kDeadBelowDb = 0.3;
inline constexpr double kReversedAboveDb = 1.0;
inline constexpr double kCoarseAboveDb = 6.0;

/// Harmonics, THD and response against each knob: dead, reversed and coarse knobs named.
///
/// Method:  least squares of each figure on all knobs that moved (0..1 of the travel) and a
///          constant. Expectations: role gain or level with Rises::WithGain; an eq knob whose id or
///          label says treble, presence, bass or mid with its band.
/// Shape:   `settings` in the order of the figures' values; a knob that never moved is left out.
/// Nothing: no effects when there are fewer settings than knobs + 2, or two knobs moved together.
/// Proof:   tests/rig/measure/knob_effects_test.cpp.
[[nodiscard]] std::vector<KnobEffects> knob_effects(const std::vector<Knob>& knobs,
                                                    const std::vector<Setting>& settings,
                                                    const std::vector<FigureSeries>& figures);

}  // namespace ampsweep::rig
