// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "rig/gui/command.hpp"
#include "rig/gui/control/board.hpp"
#include "rig/gui/control/inbox.hpp"
#include "rig/gui/gui_front.hpp"

namespace ampsweep::rig::gui {

/// The thread that runs verbs of the command line, so that a long one keeps neither the bench nor
/// the files from the window. What the verb says is put on the board a few times a second.
///
/// Thread: its own; send() and stop_now() from any.
class VerbWorker {
 public:
  /// Puts the verbs there are on the board. Both outlive it.
  VerbWorker(const GuiFront& front, Board& board);
  /// Stops what runs and waits for it.
  ~VerbWorker();
  VerbWorker(const VerbWorker&) = delete;
  VerbWorker& operator=(const VerbWorker&) = delete;

  /// Does nothing while a verb runs.
  void send(RunVerb command);
  /// Asks the verb that runs to stop; it does where it can, as after Ctrl-C.
  void stop_now();

 private:
  struct Order {
    VerbView begun;
    std::stop_token stop;
  };

  void run(const std::stop_token& quit);
  void carry_out(const Order& order);
  void show(const VerbView& view);

  const GuiFront& front_;
  Board& board_;
  Inbox<Order> inbox_;
  std::mutex mutex_;
  bool running_{false};
  std::stop_source stop_;  ///< Of the verb that runs.
  std::jthread thread_;    ///< Last: joined first.
};

}  // namespace ampsweep::rig::gui
