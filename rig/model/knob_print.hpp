// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// What a setting sounded like before its take: features of a fingerprint, docs/measurement/
/// knob-truth.md says which.
struct KnobPrint {
  std::vector<double> level_db;
  std::vector<double> sigma_db;  ///< One sigma of each, from noise alone.
  double settle_s{0.0};          ///< From the end of the move until two sounds agreed.
  bool settled{true};            ///< False: they did not within the time allowed.
};

/// What one knob does while all others stand at the reference setting.
struct HeardCurve {
  std::string knob;
  std::vector<double> at;         ///< Rising, 0..1 of the travel; from the plan's lowest to highest.
  std::vector<KnobPrint> prints;  ///< One per position.
  /// The reference again, come from above; `at` was climbed from below. Empty: not tried.
  std::vector<double> from_above_db;
};

/// Heard once per dataset, before its first take.
struct HeardCurves {
  Setting reference;
  std::vector<HeardCurve> knobs;  ///< Of those the plan moves.
};

}  // namespace ampsweep::rig
