// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <vector>

#include "rig/plan/design_space.hpp"
#include "rig/plan/designs/panama_points.hpp"

namespace ampsweep::rig {

/// A point the trainer waits for, and the setting the rig takes for it.
struct WantedPoint {
  PanamaPoint point;
  Setting setting;
};

/// What the trainer asks for, read through a plan of kind "panama".
struct PanamaRound {
  std::filesystem::path points_file;
  std::vector<Axis> axes;           ///< In the order of the vectors.
  std::vector<WantedPoint> wanted;  ///< In file order.
};

/// The point file a plan names, whether it is there or not. Throws SetupError{Data} for a plan of
/// another kind.
[[nodiscard]] std::filesystem::path panama_points_file(const std::filesystem::path& plan);

/// Throws SetupError{Data}: as load_plan; a point without an index.
[[nodiscard]] PanamaRound load_panama_round(const std::filesystem::path& plan);

}  // namespace ampsweep::rig
