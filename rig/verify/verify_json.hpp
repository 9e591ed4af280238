// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/verify/verify_pair.hpp"
#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

/// Indented JSON; keys in docs/verify.md. Figures that could not be measured are null. `faults` at
/// the top holds every fault there is, each take's once more with the take.
[[nodiscard]] std::string verify_json(const VerifyReport& report);
[[nodiscard]] std::string verify_json(const PairReport& report);

}  // namespace ampsweep::rig
