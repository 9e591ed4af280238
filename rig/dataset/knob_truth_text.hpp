// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/dataset/knob_truth.hpp"

namespace ampsweep::rig {

/// "1.6 %"; "not heard" of what is infinite, "not known" of what is missing.
[[nodiscard]] std::string travel_text(double share);
[[nodiscard]] std::string travel_text(const std::optional<double>& share);

/// A line per knob, then one per finding; empty when nothing was listened for.
[[nodiscard]] std::vector<std::string> knob_truth_lines(const Rig& rig, const KnobTruth& truth);

/// "take 12: treble seems to stand 6 % lower than its label: ...".
[[nodiscard]] std::string finding_text(const Rig& rig, const KnobFinding& finding);

}  // namespace ampsweep::rig
