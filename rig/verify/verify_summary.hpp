// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/model/take.hpp"
#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

/// One gate over all takes.
struct GateSummary {
  std::string name;
  std::string unit;
  double limit{0.0};
  double worst{0.0};  ///< Largest value; the gate is passed up to `limit`.
  std::string worst_file;
  int takes{0};  ///< Weighed by it.
  int failed{0};
};

/// Every gate that was applied, in the order of its first use.
[[nodiscard]] std::vector<GateSummary> summarise_gates(const VerifyReport& report);

}  // namespace ampsweep::rig
