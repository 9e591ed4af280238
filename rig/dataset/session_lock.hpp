// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "rig/ports/held_file.hpp"

namespace ampsweep::rig {

/// Held by the one process that writes a dataset: a lock on `.session.lock` in its folder.
///
/// Thread: control. A child made by fork() without exec() shares the lock: start workers by exec.
class SessionLock {
 public:
  /// Throws SetupError{Data} naming the holder's pid, or why the file cannot be made.
  explicit SessionLock(const std::filesystem::path& dir);

  /// Asks without taking: true while some process holds the lock.
  [[nodiscard]] static bool held(const std::filesystem::path& dir);

 private:
  HeldFile file_;
};

inline constexpr const char* kLockFile = ".session.lock";

}  // namespace ampsweep::rig
