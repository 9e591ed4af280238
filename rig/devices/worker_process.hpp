// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "rig/devices/worker_protocol.hpp"

namespace ampsweep::rig {

/// How a worker is started: `executable arguments... --fd N`.
struct WorkerCommand {
  std::string executable{"/proc/self/exe"};
  std::vector<std::string> arguments{"audio-worker"};
};

/// A child process that can be killed when a library inside it hangs, and the socket to it.
///
/// Thread:  control. No call blocks longer than the time it is given; SIGKILL works on a stopped
///          process too.
/// Promise: the child is gone and reaped after end() and after destruction.
class WorkerProcess {
 public:
  /// Time to leave in order. A JACK client that is killed stays in the graph until the server finds
  /// its socket closed, and every deadline is missed until then.
  static constexpr std::chrono::milliseconds kClosePatience{1500};

  /// `shared_fd` (>= 0) is passed to the child as descriptor 4; the socket is descriptor 3.
  /// Throws SetupError{Device} when the program cannot be started.
  WorkerProcess(const WorkerCommand& command, int shared_fd);
  /// As end(kClosePatience): a child that hangs is ended with end(0) before.
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  /// False when the child has gone or does not read its socket.
  [[nodiscard]] bool send(const Message& message) noexcept;
  /// Next message; nothing when none came in time or the child has gone.
  [[nodiscard]] std::optional<Message> receive(std::chrono::milliseconds patience);
  [[nodiscard]] bool alive() noexcept { return !ends_within(std::chrono::milliseconds{0}); }
  /// A dying process closes its socket some time before it has ended.
  [[nodiscard]] bool ends_within(std::chrono::milliseconds patience) noexcept {
    return reap(patience);
  }
  /// "exit code 3", "signal 9 (Killed)"; empty while it lives.
  [[nodiscard]] std::string obituary() const;
  /// Closes the socket, waits `patience` for the child to end by itself, then kills it.
  void end(std::chrono::milliseconds patience) noexcept;
  [[nodiscard]] pid_t pid() const noexcept { return pid_; }

 private:
  bool reap(std::chrono::milliseconds patience) noexcept;

  pid_t pid_{-1};
  int pid_fd_{-1};
  int socket_{-1};
  std::optional<int> wait_status_;
};

}  // namespace ampsweep::rig
