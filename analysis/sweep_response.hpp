// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "analysis/refusal.hpp"
#include "signals/quantity.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::analysis {

/// One point of a harmonic's response. NaN level and phase where the order cannot be measured.
struct ResponsePoint {
  double hz{0.0};         ///< Response frequency: order x excitation frequency.
  double level_db{0.0};   ///< Output of that order over the stimulus amplitude.
  double phase_deg{0.0};  ///< Relative to order x stimulus phase.
};

struct HarmonicResponse {
  int order{1};
  std::vector<ResponsePoint> points;
  double edge_db{0.0};  ///< Energy at the packet's edges over its peak: reliable below -40 dB.
};

struct SweepResponse {
  std::vector<HarmonicResponse> orders;  ///< 1 .. orders, ascending.
  double ghost_dbc{0.0};  ///< Strongest packet beyond the orders asked for, re the linear response.
};

struct SweepOptions {
  int orders{10};
  /// Excitation frequencies to report; empty: third-octave centres of the sweep's range.
  std::vector<double> excitation_hz;
};

/// Higher harmonic frequency responses from a recorded synchronized sweep.
///
/// Shape:    `recording` holds the response from the sweep's first sample on (delay removed, head
///           room included in `delay_samples`), at least `sweep.length` plus some decay.
/// Source:   Novak, Lotton, Simon, JAES 63(10) 2015; windows and validity as measurement.md 1.3.
/// Accuracy: 0.01 dB and 0.1 degree for orders 1..10 noise-free;
/// tests/analysis/sweep_response_test.cpp. Refuses:  TooShort, Silent, NotFinite, NoMatch
/// (recording is not this sweep), BadParameter.
[[nodiscard]] Measured<SweepResponse> sweep_response(const signals::SweepSpec& sweep,
                                                     std::span<const float> recording,
                                                     SampleRate rate, double delay_samples,
                                                     const SweepOptions& options = {});

}  // namespace ampsweep::analysis
