// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ampsweep::rig {

/// A plan beyond this is weeks of sound and no plan; it also bounds the O(n^2) steps of planning.
inline constexpr int kMostSettings = 5000;

/// 2^12 corners are the last that fit under kMostSettings.
inline constexpr int kMostCornerAxes = 12;

}  // namespace ampsweep::rig
