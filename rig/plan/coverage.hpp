// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// How a set of settings fills the space of the knobs that vary among them. Coordinates are
/// normalised: 0..1 over each knob's whole printed travel.
struct Coverage {
  int settings{0};            ///< Distinct ones.
  int knobs{0};               ///< That take more than one value among the settings.
  double discrepancy{0.0};    ///< Centred L2 discrepancy; lower is better. 0 without varying knobs.
  double min_distance{0.0};   ///< Smallest Euclidean distance of two distinct settings.
  double mean_distance{0.0};  ///< Of a random setting to the nearest one here, on average.
  double corner_distance{0.0};       ///< Of a corner of the knobs' travels to the nearest one here.
  double max_knob_correlation{0.0};  ///< Largest |Pearson r| of two varying knobs.
};

/// Cost:     O(n^2 d). Random settings and, above 10 knobs, corners are a fixed draw of 512: the
/// same every time, and good to about 2 % of the distances. Accuracy: hand calculations and the
/// expectation of random points, tests/rig/plan/coverage_test.cpp. Source:   Hickernell, "A
/// generalized discrepancy and quadrature error bound", Math. Comp. 67
///           (1998), eq. 5.1c (its square root).
[[nodiscard]] Coverage coverage(const std::vector<Knob>& knobs,
                                const std::vector<Setting>& settings);

/// Centred L2 discrepancy of n points, given as one column of n coordinates (0..1) per dimension;
/// 0 without columns.
[[nodiscard]] double centred_discrepancy(const std::vector<std::vector<double>>& columns);

}  // namespace ampsweep::rig
