// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <span>
#include <vector>

#include "analysis/answer.hpp"

namespace ampsweep::analysis {

/// How the noise of one take fits its setting, as all the others say.
struct NoiseFit {
  double excess_db{0.0};  ///< Above what the others predict there.
  /// From which it stands out: the least rise that was asked for, or 6 sigmas of the others where
  /// that is more.
  double limit_db{std::numeric_limits<double>::infinity()};
  Answer louder{Answer::CannotTell};
};

/// Takes in whose silence something sounded that the others' do not hold: a lamp, a fridge, a valve
/// that crackles. An amp's noise follows its knobs, so each take is held against its own setting.
///
/// Method:   SoundMap over the one level, every take without itself; the residual against robust
///           sigmas of all. A tenth of the takes, the oddest, do not speak against the others, and
///           each of them is judged by all that do.
/// Needs:    a row of knobs (0..1 of the travel) and a level in dB (rms) for each take; what lies
///           below -140 dB is read as that.
/// Limits:   `least_db` above the others, in dB. Less noise than they say is no fault.
/// CannotTell: fewer than 16 takes or 3 x knobs + 6, more than 250, or no knob. An amp whose noise
///           gate opens somewhere in the travel may be told of there.
/// Accuracy: three knobs, 50 dB of noise between their ends, 0.3 dB of scatter: 10 dB more at one
///           of 20 takes are told in 39 sets of 40, from 30 takes on always; at most two false
///           alarms in 1,420 takes; tests/analysis/noise_fit_test.cpp.
/// Cost:     four times a SoundMap.
/// Thread:   any.
[[nodiscard]] std::vector<NoiseFit> noise_fit(const std::vector<std::vector<double>>& settings,
                                              std::span<const double> noise_db, double least_db);

}  // namespace ampsweep::analysis
