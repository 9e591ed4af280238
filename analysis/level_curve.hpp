// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "analysis/compression.hpp"
#include "analysis/placement.hpp"
#include "analysis/refusal.hpp"
#include "signals/level_ladder.hpp"

namespace ampsweep::analysis {

/// One harmonic at one step of a ladder.
struct StepHarmonic {
  int order{2};
  double level_dbc{0.0};  ///< Over the fundamental at the output; NaN unless measured.
  double limit_dbc{0.0};  ///< Three sigma of the residual: below it nothing is claimed.
  bool measured{false};
};

/// What one step of the ladder gives. A figure that could not be measured is NaN.
struct LevelStep {
  DbFsPeak input;              ///< Of the stimulus.
  DbFsPeak output;             ///< Of the fundamental in the recording.
  double gain_db{0.0};         ///< output - input.
  double gain_sigma_db{0.0};   ///< One sigma, from the residual.
  double compression_db{0.0};  ///< Gain over the small-signal gain; negative when compressing.
  std::vector<StepHarmonic> harmonics;  ///< Orders 2 .. as many as asked for and fit the band.
  double thd_f_db{0.0};        ///< Root of the harmonics' power over the fundamental; NaN: < limit.
  double thd_f_limit_db{0.0};  ///< Three sigma of the noise in that sum.
  double dc{0.0};              ///< Full scale.
  double dc_sigma{0.0};
  double residual_dbfs_rms{0.0};  ///< Noise, hum and what is not harmonic.
  bool clipped{false};            ///< The recording clips here: no figure of this step is given.
};

/// The ladder at one frequency.
struct LevelCurve {
  Hertz frequency;
  std::vector<LevelStep> up;         ///< Ascending levels.
  std::vector<LevelStep> down;       ///< Ascending levels too: down[i] is the level of up[i].
  double small_signal_gain_db{0.0};  ///< Weighted mean of the lowest 6 dB on the way up.
  double small_signal_sigma_db{0.0};
  bool small_signal_flat{false};  ///< False: the gain still changes down there, so compression is
                                  ///< relative to a gain that is already compressed.
  std::vector<double> down_minus_up_db;  ///< Gain on the way down less gain on the way up.
  std::vector<double> down_minus_up_sigma_db;
  std::optional<CompressionPoint> at_1db;  ///< On the way up; empty: not reached.
  std::optional<CompressionPoint> at_3db;
};

struct LevelCurves {
  Placement place;
  std::vector<LevelCurve> curves;  ///< One per frequency of the spec, in its order.
};

struct LevelCurveOptions {
  int orders{10};  ///< 2 .. 20
};

/// Gain, harmonics, THD_F and DC against level from a recorded level ladder: least squares at the
/// known frequency over the settled part of every step.
///
/// Shape:    `recording` holds the ladder at `place` (place_by_markers finds it).
/// Accuracy: gain 0.001 dB and harmonics 0.001 dB down to -100 dBc on closed forms, on one clock
/// and
///           at 50 ppm; 1 dB and 3 dB compression points within 0.02 dB at 1 dB steps; nothing
///           above three sigma too often in noise; tests/analysis/level_curve_test.cpp.
/// Limits:   DC is what the recording's coupling lets through. Harmonics above 0.45 x rate are not
///           seen and not in THD_F.
/// Refuses:  TooShort, Silent, NotFinite, Clipped (no step is free of it), NoMatch (the ladder's
///           frequency is not there), BadParameter.
/// Source:   measurement.md 4.3.
/// Cost:     two minutes of ladder: tests/bench/analysis_bench.cpp. Thread: any.
[[nodiscard]] Measured<LevelCurves> level_curves(const signals::LevelLadderSpec& spec,
                                                 std::span<const float> recording, SampleRate rate,
                                                 const Placement& place,
                                                 const LevelCurveOptions& options = {});

}  // namespace ampsweep::analysis
