// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/model/knob.hpp"

namespace ampsweep::test {

/// Continuous simulated knobs "a", "b", "c" ... from 0 to 10.
inline std::vector<rig::Knob> lettered_knobs(std::size_t count) {
  std::vector<rig::Knob> knobs(count);
  for (std::size_t i = 0; i < count; ++i) {
    knobs[i].id = std::string(1, static_cast<char>('a' + i));
  }
  return knobs;
}

}  // namespace ampsweep::test
