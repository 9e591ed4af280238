// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/verify/verify_pair.hpp"
#include "rig/verify/verify_pairs.hpp"
#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

/// For a terminal: a summary line, the faults (one sentence each, with what to do), then figures.
/// Control characters in names from the folder are replaced.
[[nodiscard]] std::string verify_text(const VerifyReport& report);
[[nodiscard]] std::string verify_text(const PairReport& report);
[[nodiscard]] std::string verify_text(const PairSetReport& report);

}  // namespace ampsweep::rig
