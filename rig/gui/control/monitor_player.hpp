// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "rig/dataset/heard_sound.hpp"
#include "rig/dataset/session_lookout.hpp"
#include "rig/gui/command.hpp"
#include "rig/gui/snapshot.hpp"
#include "rig/ports/monitor.hpp"

namespace ampsweep::rig::gui {

/// One take that sounds on a monitor until it ends, is stopped, or a session begins in its dataset.
///
/// Thread: the bench worker's, which calls poll() at least every 50 ms.
class MonitorPlayer {
 public:
  /// Starts it. Throws SetupError: what Monitor::play says.
  MonitorPlayer(std::unique_ptr<Monitor> monitor, const HeardSound& sound, const Dataset& dataset,
                const PlayTake& wish);
  /// Ramps down and waits until it is silent.
  ~MonitorPlayer();
  MonitorPlayer(const MonitorPlayer&) = delete;
  MonitorPlayer& operator=(const MonitorPlayer&) = delete;

  /// What sounds now; empty: it is over. Throws SetupError{Device} when the monitor failed, {Data}
  /// when a session began.
  [[nodiscard]] std::optional<HearingView> poll();
  /// Ramps down; poll() then says when it is over.
  void stop() noexcept { monitor_->stop(); }

 private:
  std::unique_ptr<Monitor> monitor_;
  HearingView view_;
  SampleRate rate_;
  SessionLookout session_;
  bool over_{false};
};

}  // namespace ampsweep::rig::gui
