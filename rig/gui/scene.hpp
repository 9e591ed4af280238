// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/gui/command.hpp"
#include "rig/gui/look.hpp"
#include "rig/gui/snapshot.hpp"

namespace ampsweep::rig::gui {

/// What a panel draws from and speaks to, for one frame.
struct Scene {
  const Snapshot& now;
  const Look& look;
  const CommandSink& send;
  /// A question or the one about closing stands before all else: dialogs of panels wait.
  bool covered{false};

  [[nodiscard]] bool busy() const {
    return now.activity != Activity::Idle && now.activity != Activity::Live;
  }
};

}  // namespace ampsweep::rig::gui
