// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/look.hpp"

namespace ampsweep::rig::gui {

/// A line between what stands above and below, which can be dragged: `share` is what the upper part
/// has of `height`, 0.15 to 0.8.
void height_divider(const Look& look, float height, float& share);

}  // namespace ampsweep::rig::gui
