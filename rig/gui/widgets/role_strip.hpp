// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "rig/gui/look.hpp"
#include "rig/gui/plot/axis_map.hpp"
#include "signals/stimulus.hpp"

namespace ampsweep::rig::gui {

/// What the stimulus does over a stretch of time, as a strip of named blocks: at the cursor, as
/// wide as the room there is, its pixels laid out as those of `x` (seconds, in pixels from the
/// cursor). Silence stays empty; a block too narrow for its name says it when hovered.
void draw_role_strip(const Look& look, const std::vector<signals::Segment>& segments,
                     SampleRate rate, const AxisMap& x, float width);

/// Height of the strip.
[[nodiscard]] float role_strip_height();

}  // namespace ampsweep::rig::gui
