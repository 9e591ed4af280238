// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/scene.hpp"

namespace ampsweep::rig::gui {

struct HearRowState {
  float gain_db{-12.0F};
  std::string raw_channel;  ///< An input as recorded; empty: the aligned take.
  std::string monitor;      ///< Being typed.
  bool taken_over{false};   ///< `monitor` was filled from what is remembered.
};

/// Plays a take on a monitor that is no output of the rig, and stops it.
void draw_hear_row(const Scene& scene, int take, int attempt, HearRowState& state);

/// What the monitors among the devices are called in MonitorChoice's spelling.
[[nodiscard]] std::vector<std::string> monitors_of(const DeviceListing& devices);

}  // namespace ampsweep::rig::gui
