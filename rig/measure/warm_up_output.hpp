// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>

#include "rig/dataset/json.hpp"
#include "rig/measure/reference_readings.hpp"

namespace ampsweep::rig {

/// The warm-up curve and whether the amp has settled (docs/cli.md lists the keys;
/// schema "ampsweep-warm-up-1"). A verdict that was refused says why; the curve is there anyway.
[[nodiscard]] Json warm_up_json(const ReferenceSeries& series,
                                const analysis::Measured<analysis::WarmUp>& verdict);
void print_warm_up(std::ostream& out, const ReferenceSeries& series,
                   const analysis::Measured<analysis::WarmUp>& verdict);

}  // namespace ampsweep::rig
