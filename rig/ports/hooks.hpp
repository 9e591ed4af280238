// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/model/hook.hpp"

namespace ampsweep::rig {

/// Runs the user's hooks. Thread: control; never from a signal handler.
class Hooks {
 public:
  virtual ~Hooks() = default;
  /// Starts what waits for this event and returns at once.
  virtual void happened(const Happening& what) noexcept = 0;
  /// Kills what overran its time. Returns what went wrong since the last call, a sentence each.
  /// Call it now and then.
  [[nodiscard]] virtual std::vector<std::string> look_after() = 0;
  /// As look_after(), once all of them have ended, each within its own time.
  [[nodiscard]] virtual std::vector<std::string> wait_for_all() = 0;
};

}  // namespace ampsweep::rig
