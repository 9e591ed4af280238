// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/dataset/json.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig {

/// Segments with their recipes; exact both ways (tests/rig/dataset/json_test.cpp).
[[nodiscard]] Json to_json(const std::vector<signals::Segment>& segments);
[[nodiscard]] std::vector<signals::Segment> segments_from(const Json& json);

}  // namespace ampsweep::rig
