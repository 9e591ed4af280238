// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/gui/panels/capture_panel.hpp"
#include "rig/gui/panels/dataset_panel.hpp"
#include "rig/gui/panels/knobs_panel.hpp"
#include "rig/gui/panels/log_panel.hpp"
#include "rig/gui/panels/measure_panel.hpp"
#include "rig/gui/panels/plan_panel.hpp"
#include "rig/gui/panels/question_dialog.hpp"
#include "rig/gui/panels/rig_panel.hpp"
#include "rig/gui/panels/signal_panel.hpp"
#include "rig/gui/panels/tools_panel.hpp"
#include "rig/gui/room.hpp"

namespace ampsweep::rig::gui {

/// What belongs to the looking and not to the thing looked at: which room, what is typed, how far a
/// plot is zoomed. Each panel has its own.
struct UiState {
  Room room{Room::Rig};
  bool closing{false};  ///< The person asked to close the window during a session.
  bool close{false};    ///< And meant it.
  RigPanelState rig;
  KnobsPanelState knobs;
  SignalPanelState signal;
  PlanPanelState plan;
  CapturePanelState capture;
  MeasurePanelState measure;
  DatasetPanelState dataset;
  LogPanelState log;
  ToolsPanelState tools;
  QuestionState question;
};

}  // namespace ampsweep::rig::gui
