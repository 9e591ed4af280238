// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/worker_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "rig/devices/message_socket.hpp"

namespace ampsweep::rig {
namespace {

/// Descriptors are moved up here first, so that placing one at its number in the child cannot
/// overwrite the other.
constexpr int kOutOfTheWay = 10;

[[noreturn]] void refuse(const std::string& what, int error) {
  throw SetupError(
      SetupKind::Device,
      "The audio worker process could not be started (" + what + ": " + std::strerror(error) + ").",
      "checking the limits on processes and open files (ulimit -a)");
}

void close_if_open(int fd) noexcept {
  if (fd >= 0) ::close(fd);
}

/// posix_spawn's two argument objects, released together.
struct SpawnPlan {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
  SpawnPlan() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
};

void plan_descriptors(SpawnPlan& plan, int socket, int shared_fd) {
  auto* files = &plan.files;
  posix_spawn_file_actions_addopen(files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  // stdout is the parent's result (JSON): nothing a library prints may end up there.
  posix_spawn_file_actions_addopen(files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(files, socket, kSocketDescriptor);
  if (shared_fd >= 0) posix_spawn_file_actions_adddup2(files, shared_fd, kSharedDescriptor);
  posix_spawn_file_actions_addclosefrom_np(files, shared_fd >= 0 ? 5 : 4);
}

/// A session of its own: Ctrl-C and Ctrl-Z of the terminal are the parent's business, which ramps
/// the take down (or stops beating) while the stream goes on.
void plan_signals(SpawnPlan& plan) {
  sigset_t none;
  sigemptyset(&none);
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigmask(&plan.attributes, &none);
  posix_spawnattr_setsigdefault(&plan.attributes, &all);
  posix_spawnattr_setflags(
      &plan.attributes,
      static_cast<short>(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID));
}

pid_t spawn(const WorkerCommand& command, int socket, int shared_fd) {
  SpawnPlan plan;
  plan_descriptors(plan, socket, shared_fd);
  plan_signals(plan);
  std::vector<std::string> words{command.executable};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  words.insert(words.end(), {"--fd", std::to_string(kSocketDescriptor)});
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, command.executable.c_str(), &plan.files, &plan.attributes,
                                  argv.data(), environ);
  if (error != 0) refuse(command.executable, error);
  return pid;
}

}  // namespace

WorkerProcess::WorkerProcess(const WorkerCommand& command, int shared_fd) {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
    refuse("socketpair", errno);
  }
  socket_ = pair[0];
  const int theirs = ::fcntl(pair[1], F_DUPFD_CLOEXEC, kOutOfTheWay);
  const int shared = shared_fd < 0 ? -1 : ::fcntl(shared_fd, F_DUPFD_CLOEXEC, kOutOfTheWay);
  ::close(pair[1]);
  try {
    if (theirs < 0 || (shared_fd >= 0 && shared < 0)) refuse("descriptors", errno);
    pid_ = spawn(command, theirs, shared);
  } catch (...) {
    for (const int fd : {socket_, theirs, shared}) close_if_open(fd);
    throw;
  }
  close_if_open(theirs);
  close_if_open(shared);
  // By number: the header of glibc 2.36 declares pidfd_open() for C only.
  pid_fd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
}

WorkerProcess::~WorkerProcess() {
  end(kClosePatience);
  close_if_open(pid_fd_);
}

bool WorkerProcess::send(const Message& message) noexcept {
  return socket_ >= 0 && send_message(socket_, message);
}

std::optional<Message> WorkerProcess::receive(std::chrono::milliseconds patience) {
  if (socket_ < 0) return std::nullopt;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    auto received = receive_message(socket_, std::max(left, std::chrono::milliseconds{0}));
    if (received.state == ReceiveState::Arrived) return std::move(received.message);
    // Nothing before the deadline: a signal cut the wait short.
    if (received.state == ReceiveState::Closed || left.count() <= 0) return std::nullopt;
  }
}

bool WorkerProcess::reap(std::chrono::milliseconds patience) noexcept {
  if (wait_status_) return true;
  if (patience.count() > 0) {
    pollfd watch{pid_fd_, POLLIN, 0};
    ::poll(&watch, 1, static_cast<int>(patience.count()));
  }
  int status = 0;
  const pid_t gone = ::waitpid(pid_, &status, WNOHANG);
  if (gone == 0) return false;
  wait_status_ = gone == pid_ ? status : 0;  // an error means that nobody is left to wait for
  return true;
}

std::string WorkerProcess::obituary() const {
  if (!wait_status_) return {};
  if (WIFSIGNALED(*wait_status_)) {
    const int number = WTERMSIG(*wait_status_);
    const char* name = ::sigabbrev_np(number);
    return "signal " + std::to_string(number) + (name ? std::string{" (SIG"} + name + ")" : "");
  }
  return "exit code " + std::to_string(WEXITSTATUS(*wait_status_));
}

void WorkerProcess::end(std::chrono::milliseconds patience) noexcept {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
  if (reap(patience)) return;
  ::kill(pid_, SIGKILL);  // also ends a process that is stopped or spins inside a library
  constexpr std::chrono::milliseconds kKillTime{1000};
  reap(kKillTime);
}

}  // namespace ampsweep::rig
