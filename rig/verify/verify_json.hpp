// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/dataset/json.hpp"
#include "rig/verify/verify_pairs.hpp"
#include "rig/verify/verify_report.hpp"
#include "rig/verify/verify_summary.hpp"

namespace ampsweep::rig {

/// Indented JSON; keys in docs/verify.md. Figures that could not be measured are null. `faults` at
/// the top holds every fault there is, each take's once more with the take.
[[nodiscard]] std::string verify_json(const VerifyReport& report);
[[nodiscard]] std::string verify_json(const PairReport& report);
[[nodiscard]] std::string verify_json(const PairSetReport& report);

/// [{name, unit, limit, worst, worst_file, takes, failed, passed}]
[[nodiscard]] Json gate_list_json(const std::vector<GateSummary>& gates);

}  // namespace ampsweep::rig
