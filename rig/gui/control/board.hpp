// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "rig/gui/snapshot.hpp"

namespace ampsweep::rig::gui {

/// Where the newest Snapshot hangs. The workers change it, the window looks at it.
///
/// Thread: any. update() holds the lock for the change and one copy of a Snapshot.
class Board {
 public:
  [[nodiscard]] std::shared_ptr<const Snapshot> newest() const;
  /// `change` must be quick and must not call the board.
  void update(const std::function<void(Snapshot&)>& change);

  /// Problems stay until they are dismissed; each is a line of the log too.
  void problem(Room room, const std::string& text, const std::string& way_out);
  void clear_problems(Room room);
  void log(Room room, const std::string& text);

 private:
  void add_log(Snapshot& now, Room room, const std::string& text) const;

  mutable std::mutex mutex_;
  std::shared_ptr<const Snapshot> newest_{std::make_shared<const Snapshot>()};
  int problems_{0};
};

}  // namespace ampsweep::rig::gui
