// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/plan/design_space.hpp"

namespace ampsweep::rig {

/// The middle of every axis.
[[nodiscard]] inline UnitPoint centre_point(std::size_t dimensions) {
  return UnitPoint(dimensions, 0.5);
}

}  // namespace ampsweep::rig
