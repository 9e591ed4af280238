// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/panels/dataset_sound.hpp"
#include "rig/gui/panels/dataset_table.hpp"
#include "rig/gui/panels/hear_row.hpp"
#include "rig/gui/panels/requeue_dialog.hpp"
#include "rig/gui/scene.hpp"
#include "rig/gui/widgets/file_chooser.hpp"

namespace ampsweep::rig::gui {

struct DatasetPanelState {
  FileChooserState chooser;
  DatasetTableState table;
  DatasetSoundState sound;
  RequeueDialogState requeue;
  HearRowState hear;
  int take{-1};              ///< Chosen in the table; -1: none.
  float table_share{0.38F};  ///< Of the height, against what stands below.
};

/// A dataset: its takes as a table, the one that was clicked with its sound, verify and report.
void draw_dataset_panel(const Scene& scene, DatasetPanelState& state);

}  // namespace ampsweep::rig::gui
