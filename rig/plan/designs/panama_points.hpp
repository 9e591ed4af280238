// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/plan/design_space.hpp"

namespace ampsweep::rig {

/// Settings of the point file that PANAMA's active learning writes (`new_points.json`):
/// `[{"g_vector": [0.1, 0.5], "index": 10}, ...]`. The file names no knobs: the first number is for
/// the first axis of `space`, and so on; 0 is the low end of the axis, 1 the high end.
///
/// Shape:   complete settings, values as the knobs can take them (nearest step), in file order.
/// Refuses: SetupError{Data} naming the point: no such JSON, a vector of another length than there
///          are axes, a number outside 0..1, an index that comes twice or is no whole number.
/// Source:  ETH-DISCO/PANAMA, format as of 2025-06.
[[nodiscard]] std::vector<Setting> panama_settings(const std::string& text, const std::string& file,
                                                   const DesignSpace& space);

/// A point as the file writes it.
struct PanamaPoint {
  int index{0};  ///< Its sound is to be called %04d.wav.
  std::vector<double> g_vector;
};
/// The points in file order. Refuses one without an index, which panama_settings() lets pass.
/// Needs: a text that panama_settings() has accepted.
[[nodiscard]] std::vector<PanamaPoint> panama_points(const std::string& text,
                                                     const std::string& file);

}  // namespace ampsweep::rig
