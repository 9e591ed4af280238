// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/dataset/json.hpp"
#include "rig/model/plan.hpp"

namespace ampsweep::rig {

/// A plan without its takes, and one planned take; exact both ways
/// (tests/rig/dataset/json_test.cpp).
[[nodiscard]] Json to_json(const Plan& plan);
[[nodiscard]] Plan plan_from(const Json& json);

[[nodiscard]] Json to_json(const PlannedTake& take);
[[nodiscard]] PlannedTake planned_take_from(const Json& json);

}  // namespace ampsweep::rig
