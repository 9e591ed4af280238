// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/plan_picture.hpp"

#include <algorithm>

namespace ampsweep::rig::gui {
namespace {

bool varies(const Plan& plan, const std::string& knob) {
  return std::any_of(plan.takes.begin(), plan.takes.end(), [&](const PlannedTake& take) {
    return take.setting.at(knob) != plan.takes.front().setting.at(knob);
  });
}

}  // namespace

PlanPicture plan_picture(const Plan& plan, const Rig& rig) {
  PlanPicture picture;
  std::vector<const Knob*> knobs;
  for (const Knob& knob : rig.knobs) {
    if (plan.takes.empty() || !varies(plan, knob.id)) continue;
    knobs.push_back(&knob);
    picture.knobs.push_back(knob.label);
  }
  for (const PlannedTake& take : plan.takes) {
    PlanPoint point{take.id, take.split, take.purpose, take.block, {}, {}};
    point.setting = describe(rig.knobs, take.setting);
    for (const Knob* knob : knobs) {
      point.at.push_back(static_cast<float>(normalised(*knob, take.setting.at(knob->id))));
    }
    picture.points.push_back(std::move(point));
  }
  return picture;
}

std::size_t nearest_take(const PlanPicture& picture, std::size_t knob_x, std::size_t knob_y,
                         float x, float y, float reach) {
  std::size_t best = picture.points.size();
  float closest = reach * reach;
  for (std::size_t i = 0; i < picture.points.size(); ++i) {
    const float dx = picture.points[i].at[knob_x] - x;
    const float dy = picture.points[i].at[knob_y] - y;
    const float distance = dx * dx + dy * dy;
    if (distance > closest) continue;
    closest = distance;
    best = i;
  }
  return best;
}

}  // namespace ampsweep::rig::gui
