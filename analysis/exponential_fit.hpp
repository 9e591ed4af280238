// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "analysis/refusal.hpp"

namespace ampsweep::analysis {

/// A value at a time since the step that set things moving.
struct TimedValue {
  double time_s{0.0};
  double value{0.0};
};

/// value(t) = end + (start - end) exp(-t / tau).
struct ExponentialFit {
  double start{0.0};  ///< At t = 0, extrapolated.
  double end{0.0};
  double change_sigma{0.0};  ///< One sigma of end - start.
  double tau_s{0.0};         ///< Time to 63 %. NaN unless resolved.
  double tau_sigma_s{0.0};
  double residual_rms{0.0};
  bool resolved{false};  ///< The change exceeds three sigma, and tau lies between the spacing of
                         ///< the values and the time they span.
};

/// Least squares: end and start are linear, tau is found on a logarithmic grid and refined.
///
/// `boxcar_s`: each value is a mean over this long, centred on its time; an exponential keeps its
/// tau under it, and its size is put right.
///
/// Accuracy: exact (1e-6 of tau) without noise; |error| < 4 sigma in noise, 99 % of trials;
///           tests/analysis/exponential_fit_test.cpp.
/// Refuses:  TooShort (fewer than 8 values), NotFinite, BadParameter.
/// Source:   measurement.md 4.3; variable projection (Golub, Pereyra 1973).
[[nodiscard]] Measured<ExponentialFit> fit_exponential(std::span<const TimedValue> values,
                                                       double boxcar_s = 0.0);

}  // namespace ampsweep::analysis
