// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/best_linear.hpp"
#include "analysis/burst_response.hpp"
#include "analysis/intermodulation.hpp"
#include "analysis/level_curve.hpp"
#include "analysis/linear_response.hpp"
#include "analysis/noise_change.hpp"
#include "analysis/noise_figures.hpp"
#include "analysis/sweep_distortion.hpp"
#include "analysis/sweep_response.hpp"
#include "analysis/tone.hpp"
#include "signals/measurement_programme.hpp"

namespace ampsweep::rig {

/// A figure of one part of the programme, or why there is none.
template <class Spec, class Figures>
struct PartFigures {
  Spec spec;
  analysis::Measured<Figures> figures;
};

using ToneResult = PartFigures<signals::ToneSpec, analysis::ToneFigures>;
using PairResult = PartFigures<signals::TwoToneSpec, analysis::ImdFigures>;
using BurstResult = PartFigures<signals::ToneBurstSpec, analysis::BurstResponse>;

/// All that one take of a measurement programme says.
struct TakeMeasurement {
  std::optional<PartFigures<signals::SweepSpec, analysis::SweepResponse>> sweep;
  /// Amp over loopback, both as they were recorded: free of what the interface does to both. Empty:
  /// no loopback was recorded.
  std::optional<analysis::Measured<analysis::LinearResponse>> linear;
  std::vector<analysis::DistortionPoint> distortion;  ///< THD against frequency; empty: no sweep.
  std::vector<ToneResult> tones;
  std::vector<PairResult> pairs;
  std::optional<PartFigures<signals::LevelLadderSpec, analysis::LevelCurves>> ladder;
  std::vector<BurstResult> bursts;
  std::optional<PartFigures<signals::MultisineSpec, analysis::BestLinear>> multisine;
  analysis::Measured<analysis::NoiseFigures> idle_before;
  analysis::Measured<analysis::NoiseFigures> idle_after;
  std::optional<analysis::NoiseChange> noise_change;
};

/// The unaligned recording behind a take: amp return and loopback on one time axis.
struct RecordedPair {
  std::span<const float> amp;
  std::span<const float> loopback;
  double delay_samples{0.0};   ///< Of the amp path over the stimulus.
  double offset_samples{0.0};  ///< Of the amp path over the loopback's, without the amp.
};

/// Measures every part of the programme in an aligned take; the linear response in the pair behind
/// it.
///
/// Shape:   `take` lines up with programme.stimulus but for `headroom_samples`, by which it is
///          late. Of each steady tone the first 0.25 s (the amp settles) and the fade are left out.
/// Refuses: nothing as a whole; each part carries its own refusal.
/// Proof:   tests/rig/measure/take_measurement_test.cpp.
[[nodiscard]] TakeMeasurement measure_take(const signals::MeasurementProgramme& programme,
                                           std::span<const float> take, double headroom_samples,
                                           const std::optional<RecordedPair>& pair = {});

}  // namespace ampsweep::rig
