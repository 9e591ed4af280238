// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rig/capture/progress.hpp"
#include "rig/gui/control/board.hpp"
#include "rig/ports/audio_port.hpp"

namespace ampsweep::rig::gui {

/// Puts on the board what a session tells, at most 30 times a second but nothing that matters less
/// often than it happens.
///
/// Thread: the bench worker's.
class SessionWatch {
 public:
  /// All outlive it. `judged`: called after each attempt that was judged.
  SessionWatch(Board& board, const AudioPort& port, Room room, std::function<void()> judged);

  void show(const SessionSnapshot& now);

 private:
  void note_judged(const SessionSnapshot& now);
  [[nodiscard]] bool due(const SessionSnapshot& now);

  Board& board_;
  const AudioPort& port_;
  Room room_;
  std::function<void()> judged_;
  std::chrono::steady_clock::time_point shown_{};
  SessionState state_{SessionState::Arming};
  TimeLeft time_left_;
  int counted_{-1};  ///< Last takes_done; -1: nothing shown yet.
  std::vector<JudgedAttempt> attempts_;
};

}  // namespace ampsweep::rig::gui
