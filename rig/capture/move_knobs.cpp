// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/move_knobs.hpp"

#include <algorithm>

namespace ampsweep::rig {

Result<std::vector<KnobLabel>> move_knobs(Bench& bench, const Rig& rig, const Setting& setting,
                                          const std::stop_token& stop) {
  std::vector<KnobLabel> reached;
  for (const auto& actuator : bench.actuators) {
    auto labels = actuator->move(setting, stop);
    if (!labels) return labels;
    reached.insert(reached.end(), labels->begin(), labels->end());
  }
  std::vector<KnobLabel> ordered;
  for (const Knob& knob : rig.knobs) {
    const auto found = std::find_if(reached.begin(), reached.end(),
                                    [&](const KnobLabel& label) { return label.id == knob.id; });
    if (found == reached.end()) {
      return tl::unexpected(
          Fault{FaultCode::KnobNotReached,
                "knob \"" + knob.id + "\" is turned by no actuator of the bench"});
    }
    ordered.push_back(*found);
  }
  return ordered;
}

}  // namespace ampsweep::rig
