// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace ampsweep::rig {

/// A lock on a file, held by one process at a time; the kernel drops it when the process ends,
/// however it ends. The file stays and holds the newest holder's pid: a hint for people, the lock
/// counts.
///
/// Thread: any. A child made by fork() without exec() shares the lock: start workers by exec.
class HeldFile {
 public:
  struct Refusal {
    bool in_use{false};  ///< Else the file cannot be made or locked at all.
    std::string why;     ///< "process 4711" or the system's message.
    int holder{0};       ///< Its pid, where that is known.
  };
  /// Never follows a link in the file's place. `holder`: who is to be named, where a worker holds
  /// for its session; 0: this process.
  [[nodiscard]] static tl::expected<HeldFile, Refusal> take(const std::filesystem::path& file,
                                                            int holder = 0);
  /// Asks without taking: true while somebody holds it.
  [[nodiscard]] static bool held(const std::filesystem::path& file);

  HeldFile(HeldFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  HeldFile& operator=(HeldFile&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  HeldFile(const HeldFile&) = delete;
  HeldFile& operator=(const HeldFile&) = delete;
  ~HeldFile();

 private:
  explicit HeldFile(int fd) : fd_(fd) {}
  int fd_{-1};
};

}  // namespace ampsweep::rig
