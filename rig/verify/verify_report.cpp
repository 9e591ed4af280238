// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/verify_report.hpp"

#include <algorithm>

namespace ampsweep::rig {

bool VerifyReport::ok() const {
  return !stopped && faults.empty() &&
         std::all_of(takes.begin(), takes.end(),
                     [](const TakeCheck& take) { return take.faults.empty(); });
}

std::vector<FileFault> VerifyReport::all_faults() const {
  std::vector<FileFault> all = faults;
  for (const TakeCheck& take : takes) {
    all.insert(all.end(), take.faults.begin(), take.faults.end());
  }
  return all;
}

}  // namespace ampsweep::rig
