// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>

#include "analysis/burst_response.hpp"
#include "analysis/placement.hpp"
#include "rig/dataset/json.hpp"
#include "rig/model/bench_volts.hpp"

namespace ampsweep::rig {

/// What a burst says, for scripts (docs/cli.md lists the keys; what was not
/// measured is null) and for people.
[[nodiscard]] Json burst_json(const analysis::BurstResponse& response, const BenchVolts& volts);
/// Columns of gain, DC and harmonics against time.
[[nodiscard]] Json burst_envelope_json(const analysis::BurstResponse& response);
void print_burst(std::ostream& out, const analysis::BurstResponse& response,
                 const analysis::Placement& place);

}  // namespace ampsweep::rig
