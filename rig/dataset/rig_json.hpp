// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/dataset/json.hpp"
#include "rig/model/rig.hpp"

namespace ampsweep::rig {

/// A rig without its simulation table; exact both ways (tests/rig/dataset/json_test.cpp).
[[nodiscard]] Json to_json(const Rig& rig);
[[nodiscard]] Rig rig_from(const Json& json);

[[nodiscard]] Json to_json(const std::vector<Knob>& knobs);
[[nodiscard]] std::vector<Knob> knobs_from(const Json& json);

}  // namespace ampsweep::rig
