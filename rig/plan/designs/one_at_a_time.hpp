// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/plan/design_space.hpp"

namespace ampsweep::rig {

/// `levels` evenly spaced values of each axis, ends included, the other knobs standing as in
/// `home`; knob after knob. One axis and 5 levels are the five-step capture that GuitarML's
/// trainers take: 0, 1/4, 1/2, 3/4, 1 of the range.
///
/// Shape: axes x levels settings; where `home` is one of the values it comes once per axis.
/// Needs: levels >= 2; `home` complete.
[[nodiscard]] inline std::vector<Setting> one_at_a_time(const DesignSpace& space,
                                                        const Setting& home, int levels) {
  std::vector<Setting> settings;
  for (const Axis& axis : space.axes) {
    const DesignSpace alone{{axis}, home};
    for (int i = 0; i < levels; ++i) {
      settings.push_back(setting_at(alone, UnitPoint{static_cast<double>(i) / (levels - 1)}));
    }
  }
  return settings;
}

}  // namespace ampsweep::rig
