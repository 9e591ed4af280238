// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_summary.hpp"

#include <algorithm>
#include <cmath>

namespace ampsweep::rig {

std::vector<GateSummary> summarise_gates(const VerifyReport& report) {
  std::vector<GateSummary> gates;
  for (const TakeCheck& take : report.takes) {
    for (const Gate& gate : take.gates) {
      auto known = std::find_if(gates.begin(), gates.end(), [&](const GateSummary& summary) {
        return summary.name == gate.name;
      });
      if (known == gates.end()) {
        gates.push_back({gate.name, gate.unit, gate.limit, gate.value, take.file, 0, 0});
        known = gates.end() - 1;
      }
      ++known->takes;
      if (!gate.passed) ++known->failed;
      if (gate.value > known->worst || std::isnan(gate.value)) {
        known->worst = gate.value;
        known->worst_file = take.file;
      }
    }
  }
  return gates;
}

}  // namespace ampsweep::rig
