// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "analysis/sweep_response.hpp"

namespace ampsweep::analysis {

/// Total harmonic distortion at one excitation frequency. NaN where no harmonic stands above its
/// limit, or the fundamental is not known.
struct DistortionPoint {
  double excitation_hz{0.0};
  double thd_f_db{0.0};  ///< Over the fundamental: sqrt(sum |H_n|^2) / |H_1|, n >= 2.
  double thd_f_percent{0.0};
  double thd_r_percent{0.0};  ///< Over fundamental and harmonics together (IEC 60268-3).
  double sigma_db{0.0};       ///< Of thd_f_db, from the noise; NaN where that is not known.
  /// What the noise alone could pass for: the limits of the orders in range, summed as energy, over
  /// the fundamental. -inf where the noise is not known.
  double limit_db{0.0};
  std::vector<int> orders;       ///< In the sum, ascending.
  std::vector<int> below_limit;  ///< In range, but under their limit (or an invalid packet).
  int orders_in_range{0};        ///< 2 .. this could be measured: order x excitation < 0.45 rate.
};

/// THD against excitation frequency from a sweep's orders: energies are summed (packets are never
/// added as complex numbers), each order read at order x excitation frequency.
///
/// An order counts where its response frequency lies inside the range and its level above its
/// limit; where no noise is known, only when its packet is not invalid. What is summed is said per
/// point.
///
/// Source:   measurement.md 1.3; phonometry and Resonalyze use the same sum.
/// Accuracy: 0.01 dB on a polynomial amp and on atan noise-free, 0.05 dB at 80 dB SNR for THD above
///           1 %; tests/analysis/sweep_distortion_test.cpp.
/// Needs:    points of all orders on one excitation grid, as sweep_response() gives them.
[[nodiscard]] std::vector<DistortionPoint> sweep_distortion(const SweepResponse& response);

}  // namespace ampsweep::analysis
