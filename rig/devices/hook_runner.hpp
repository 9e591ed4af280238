// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "rig/ports/hooks.hpp"

namespace ampsweep::rig {

/// Runs hooks as processes: an argument vector, no shell, no terminal (stdin, stdout and stderr are
/// /dev/null), no file of ours, in a process group of their own, so that Ctrl-C in the terminal does
/// not reach the relay that takes the amp off the mains.
///
/// What happened is told by the environment: AMPSWEEP_EVENT, AMPSWEEP_TEXT, AMPSWEEP_DATASET,
/// AMPSWEEP_TAKES_DONE, AMPSWEEP_TAKES_TOTAL, beside the variables of the program itself.
///
/// A thread of its own sees to it that none overruns its time: a session that waits for a person
/// may do so for hours, and looks after nothing meanwhile.
class HookRunner final : public Hooks {
 public:
  explicit HookRunner(std::vector<Hook> hooks) : hooks_(std::move(hooks)) {}
  /// Lets each hook that runs end in its own time.
  ~HookRunner() override;
  HookRunner(const HookRunner&) = delete;
  HookRunner& operator=(const HookRunner&) = delete;

  void happened(const Happening& what) noexcept override;
  [[nodiscard]] std::vector<std::string> look_after() override;
  [[nodiscard]] std::vector<std::string> wait_for_all() override;

 private:
  struct Running {
    pid_t pid;
    std::string name;
    double timeout_s;
    std::chrono::steady_clock::time_point until;
  };
  void start(const Hook& hook, const Happening& what);
  /// True when it is over. Needs the lock, as all that follow.
  bool reap(const Running& one);
  void reap_all();
  void keep_time(const std::stop_token& over);

  std::vector<Hook> hooks_;
  std::mutex mutex_;  ///< Guards the rest.
  std::condition_variable_any started_;
  std::vector<Running> running_;
  std::vector<std::string> complaints_;
  std::jthread timekeeper_;  ///< Since the first hook. Last: it uses what stands above.
};

}  // namespace ampsweep::rig
