// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/stop_signals.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <thread>

using ampsweep::rig::cli::StopSignals;

namespace {

/// What SIGHUP does meanwhile.
class Hangup {
 public:
  explicit Hangup(void (*effect)(int)) : before_(::signal(SIGHUP, effect)) {}
  ~Hangup() { ::signal(SIGHUP, before_); }
  Hangup(const Hangup&) = delete;
  Hangup& operator=(const Hangup&) = delete;

 private:
  void (*before_)(int);
};

/// Waits for a stop: 10 s if it must.
bool stopped(const StopSignals& signals) {
  for (int i = 0; i < 1000 && !signals.token().stop_requested(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return signals.token().stop_requested();
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("stop signals: a hang-up is a stop, and under nohup it is nothing") {
    {
      const Hangup usual{SIG_DFL};
      const StopSignals signals;
      ::kill(::getpid(), SIGHUP);
      CHECK(stopped(signals));
    }
    const Hangup nohup{SIG_IGN};
    const StopSignals signals;
    ::kill(::getpid(), SIGHUP);
    // Longer than a signal is waited for: one that counted would be seen now.
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
    CHECK_FALSE(signals.token().stop_requested());
    ::kill(::getpid(), SIGTERM);
    CHECK(stopped(signals));
  }

  TEST_CASE("stop signals: hang-ups come by the handful and leave the session time to end") {
    const Hangup usual{SIG_DFL};
    const StopSignals signals;
    for (int i = 0; i < 4; ++i) {  // a shell's, the kernel's, the log-in manager's
      ::kill(::getpid(), SIGHUP);
      // Until it was taken: a signal that still waits swallows the next.
      sigset_t waiting;
      for (int tries = 0; tries < 1000; ++tries) {
        ::sigpending(&waiting);
        if (sigismember(&waiting, SIGHUP) == 0) break;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
      }
    }
    CHECK(stopped(signals));  // and this process is still there
  }
}
