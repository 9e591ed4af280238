// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "rig/verify/verify_report.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// Where a cut was taken from, as measured again.
struct CutOrigin {
  std::span<const float> raw;     ///< The channel as recorded.
  std::span<const double> recut;  ///< realign(raw, delay_samples, drift_ppm, length).
  double delay_samples{0.0};
  double drift_ppm{0.0};  ///< Taken out by resampling; 0: none.
};

struct CutComparison {
  CutReading reading;
  /// The 10 ms with the largest residual, in samples of the cut; empty when nothing was compared.
  std::optional<SampleCount> worst_at;
};

/// What is allowed between a cut and its raw recording. Both numbers are far above what rounding to
/// 24 bits leaves and far below what a trainer would notice.
inline constexpr double kCutDelayLimitSamples = 0.01;
inline constexpr double kCutGainLimitDb = 0.01;
inline constexpr double kCutResidualLimitDb = -60.0;

/// Compares a cut with the same stretch of its raw recording: it is the same signal, so delay,
/// polarity and gain come out far better than between stimulus and amp, and what remains after them
/// must be rounding.
///
/// The delay is read on the loudest broadband segment (marker, sweep), else the loudest one. The
/// residual is that of the worst 10 ms of the whole cut: error rms over the rms of the raw
/// recording there plus -72 dBFS, so that 24-bit rounding reads as about -77 dB in silence and less
/// elsewhere.
///
/// Needs:    finite raw and recut; segments inside the stimulus.
/// Accuracy: a cut shifted by 0.2 sample reads 0.200 +- 0.001 with residual below -60 dB;
///           tests/rig/verify/compare_cut_test.cpp.
[[nodiscard]] CutComparison compare_cut(const CutOrigin& origin, std::span<const float> cut,
                                        const signals::Stimulus& stimulus);

/// Level of every 0.1 s: tells recordings apart, and a recording from its copy, whatever its shift
/// by a few samples.
[[nodiscard]] std::vector<double> level_print(std::span<const float> x, SampleRate rate);
[[nodiscard]] std::vector<double> level_print(std::span<const double> x, SampleRate rate);

/// rms difference over rms of `b`; infinity when lengths differ or b is silent.
[[nodiscard]] double print_distance(std::span<const double> a, std::span<const double> b);

}  // namespace ampsweep::rig
