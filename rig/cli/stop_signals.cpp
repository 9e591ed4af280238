// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/stop_signals.hpp"

#include <pthread.h>
#include <unistd.h>

#include <cerrno>

namespace ampsweep::rig::cli {
namespace {

constexpr int kImpatient = 3;
constexpr int kInterruptedExit = 130;

/// True under nohup. A signal that is blocked waits for us even where it was ignored.
bool is_ignored(int signal) {
  struct sigaction now {};
  return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

}  // namespace

StopSignals::StopSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  if (!is_ignored(SIGHUP)) sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, &mask_before_);
  waiter_ = std::jthread([this](const std::stop_token& done) { wait_for_signals(done); });
}

StopSignals::~StopSignals() {
  waiter_.request_stop();
  waiter_.join();
  pthread_sigmask(SIG_SETMASK, &mask_before_, nullptr);
}

void StopSignals::wait_for_signals(const std::stop_token& done) {
  int seen = 0;
  while (!done.stop_requested()) {
    const timespec look_again{0, 50'000'000};
    const int signal = sigtimedwait(&signals_, nullptr, &look_again);
    if (signal < 0) continue;  // timeout or EINTR
    source_.request_stop();
    // One closed terminal may hang up by its shell, by the kernel and by the log-in manager: that
    // is nobody's impatience, and the hook that cuts the mains has yet to run.
    if (signal != SIGHUP && ++seen >= kImpatient) _exit(kInterruptedExit);
  }
}

}  // namespace ampsweep::rig::cli
