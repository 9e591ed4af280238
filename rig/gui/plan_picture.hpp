// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"

namespace ampsweep::rig::gui {

/// One take in knob space.
struct PlanPoint {
  int take{0};
  Split split{Split::Train};
  Purpose purpose{Purpose::Design};
  int block{0};
  std::vector<float> at;  ///< 0..1 of the travel, one per PlanPicture::knobs.
  std::string setting;    ///< "gain=5 treble=7.5"
};

/// A plan as a scatter matrix: the knobs that vary, and every take in visiting order.
struct PlanPicture {
  std::vector<std::string> knobs;  ///< Labels.
  std::vector<PlanPoint> points;
};

[[nodiscard]] PlanPicture plan_picture(const Plan& plan, const Rig& rig);

/// The take nearest to (x, y), both 0..1 of the travel, in the plane of two knobs; points.size()
/// when none is within `reach`.
[[nodiscard]] std::size_t nearest_take(const PlanPicture& picture, std::size_t knob_x,
                                       std::size_t knob_y, float x, float y, float reach);

}  // namespace ampsweep::rig::gui
