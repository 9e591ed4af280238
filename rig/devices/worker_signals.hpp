// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace ampsweep::rig {

/// What ends a worker besides its socket: SIGTERM, and the death of the parent. The terminal's
/// signals are ignored. Blocks the signals in this thread and those it starts later.
class WorkerSignals {
 public:
  WorkerSignals();
  ~WorkerSignals();
  WorkerSignals(const WorkerSignals&) = delete;
  WorkerSignals& operator=(const WorkerSignals&) = delete;
  /// Readable when a signal waits.
  [[nodiscard]] int fd() const noexcept { return fd_; }
  /// Takes what waits; true when the worker has to end.
  [[nodiscard]] bool end_asked() noexcept;

 private:
  int fd_;
  int parent_;
};

/// Closing a device may never return.
inline constexpr unsigned kCloseFuseSeconds = 1;
/// Kills this process in `seconds`, whatever it hangs in. For the way out.
void set_fuse(unsigned seconds) noexcept;

}  // namespace ampsweep::rig
