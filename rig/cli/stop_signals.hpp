// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace ampsweep::rig::cli {

/// Turns SIGINT, SIGTERM and SIGHUP into a stop request. The third SIGINT or SIGTERM ends the
/// process at once.
/// SIGHUP only where it is not ignored: nohup keeps a session from a terminal that is closed. The
/// other two are heard in any case, since a shell ignores SIGINT for what a script starts with `&`
/// and a STOP that does nothing is worse than one too many.
///
/// Build it before any other thread: it blocks the signals for all threads that come after and
/// waits for them in one of its own, so no work ever happens inside a signal handler.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  /// As Ctrl-C, from another STOP. Thread: any.
  void request_stop() const { (void)source_.request_stop(); }

 private:
  void wait_for_signals(const std::stop_token& done);

  sigset_t signals_{};
  sigset_t mask_before_{};
  std::stop_source source_;
  std::jthread waiter_;
};

}  // namespace ampsweep::rig::cli
