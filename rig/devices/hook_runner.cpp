// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/hook_runner.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <thread>
#include <utility>

namespace ampsweep::rig {
namespace {

using Now = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kLookEvery{50};

/// Ours first: with two of a name, most programs take the first.
std::vector<std::string> environment_of(const Happening& what) {
  std::vector<std::string> all{"AMPSWEEP_EVENT=" + what.event, "AMPSWEEP_TEXT=" + what.text,
                               "AMPSWEEP_DATASET=" + what.dataset,
                               "AMPSWEEP_TAKES_DONE=" + std::to_string(what.takes_done),
                               "AMPSWEEP_TAKES_TOTAL=" + std::to_string(what.takes_total)};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    if (std::strncmp(*entry, "AMPSWEEP_", 9) != 0) all.emplace_back(*entry);
  }
  return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

/// posix_spawn's two tables, freed at the end.
struct Spawning {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
  Spawning() {
    ::posix_spawn_file_actions_init(&files);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      ::posix_spawn_file_actions_addopen(&files, fd, "/dev/null", O_RDWR, 0);
    }
    ::posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    ::posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t usual;
    sigfillset(&usual);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &usual);
    ::posix_spawnattr_setpgroup(&attributes, 0);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                POSIX_SPAWN_SETPGROUP);
  }
  ~Spawning() {
    ::posix_spawn_file_actions_destroy(&files);
    ::posix_spawnattr_destroy(&attributes);
  }
  Spawning(const Spawning&) = delete;
  Spawning& operator=(const Spawning&) = delete;
};

}  // namespace

HookRunner::~HookRunner() {
  try {
    (void)wait_for_all();
  } catch (const std::exception&) {  // nobody is left to be told
  }
}

void HookRunner::happened(const Happening& what) noexcept {
  try {
    const std::scoped_lock lock{mutex_};
    for (const Hook& hook : hooks_) {
      if (std::find(hook.on.begin(), hook.on.end(), what.event) != hook.on.end()) start(hook, what);
    }
  } catch (const std::exception&) {  // out of memory: a session goes on without its hooks
  }
}

void HookRunner::start(const Hook& hook, const Happening& what) {
  if (!timekeeper_.joinable()) {
    timekeeper_ = std::jthread{[this](const std::stop_token& over) { keep_time(over); }};
  }
  std::vector<std::string> arguments = hook.run;
  std::vector<std::string> variables = environment_of(what);
  const Spawning spawning;
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, hook.run.front().c_str(), &spawning.files,
                                  &spawning.attributes, pointers(arguments).data(),
                                  pointers(variables).data());
  if (error != 0) {
    complaints_.push_back(
        fmt::format("hook {} could not be run: {}", hook.run.front(), std::strerror(error)));
    return;
  }
  const auto patience =
      std::chrono::duration_cast<Now::duration>(std::chrono::duration<double>{hook.timeout_s});
  running_.push_back({pid, hook.run.front(), hook.timeout_s, Now::now() + patience});
  started_.notify_all();
}

void HookRunner::keep_time(const std::stop_token& over) {
  std::unique_lock lock{mutex_};
  while (started_.wait(lock, over, [this] { return !running_.empty(); })) {
    (void)started_.wait_for(lock, over, kLookEvery, [] { return false; });
    reap_all();
  }
}

bool HookRunner::reap(const Running& one) {
  int status = 0;
  const pid_t ended = ::waitpid(one.pid, &status, WNOHANG);
  if (ended == one.pid) {
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
      complaints_.push_back(
          fmt::format("hook {} ended with {}", one.name, WEXITSTATUS(status)));
    } else if (WIFSIGNALED(status)) {
      complaints_.push_back(
          fmt::format("hook {} was ended by signal {}", one.name, WTERMSIG(status)));
    }
    return true;
  }
  if (ended < 0 && errno == ECHILD) return true;
  if (Now::now() < one.until) return false;
  ::kill(-one.pid, SIGKILL);
  ::waitpid(one.pid, &status, 0);
  complaints_.push_back(
      fmt::format("hook {} did not end within {} s and was killed", one.name, one.timeout_s));
  return true;
}

void HookRunner::reap_all() {
  std::erase_if(running_, [this](const Running& one) { return reap(one); });
}

std::vector<std::string> HookRunner::look_after() {
  const std::scoped_lock lock{mutex_};
  reap_all();
  return std::exchange(complaints_, {});
}

std::vector<std::string> HookRunner::wait_for_all() {
  std::vector<std::string> all;
  while (true) {
    const auto now = look_after();
    all.insert(all.end(), now.begin(), now.end());
    {
      const std::scoped_lock lock{mutex_};
      if (running_.empty() && complaints_.empty()) return all;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
}

}  // namespace ampsweep::rig
