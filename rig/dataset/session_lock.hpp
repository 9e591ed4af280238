// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <utility>

namespace ampsweep::rig {

/// Held by the one process that writes a dataset: a lock on `.session.lock` in its folder, which
/// the kernel drops when the process ends, however it ends. The file stays; the lock counts.
///
/// Thread: control. A child made by fork() without exec() shares the lock: start workers by exec.
class SessionLock {
 public:
  /// Throws SetupError{Data} naming the holder's pid, or why the file cannot be made.
  explicit SessionLock(const std::filesystem::path& dir);
  SessionLock(SessionLock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  SessionLock& operator=(SessionLock&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  SessionLock(const SessionLock&) = delete;
  SessionLock& operator=(const SessionLock&) = delete;
  ~SessionLock();

  /// Asks without taking: true while some process holds the lock.
  [[nodiscard]] static bool held(const std::filesystem::path& dir);

 private:
  int fd_{-1};
};

inline constexpr const char* kLockFile = ".session.lock";

}  // namespace ampsweep::rig
