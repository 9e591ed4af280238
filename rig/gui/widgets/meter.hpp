// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/look.hpp"

namespace ampsweep::rig::gui {

/// A level meter from -80 to 0 dBFS peak: a bar, its figure, and a red end from -1 dBFS on.
void draw_meter(const Look& look, const std::string& name, float peak, float width);

/// 0..1 along the meter; 0 below -80 dBFS peak, 1 at full scale.
[[nodiscard]] float meter_share(float peak);
/// "-18.2 dBFS peak", "-inf" for silence.
[[nodiscard]] std::string meter_text(float peak);

}  // namespace ampsweep::rig::gui
