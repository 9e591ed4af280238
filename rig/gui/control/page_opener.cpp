// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/gui/control/page_opener.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "rig/model/result.hpp"

namespace ampsweep::rig::gui {
namespace {

/// posix_spawn's two argument objects, released together.
struct SpawnArguments {
  posix_spawn_file_actions_t files{};
  posix_spawnattr_t attributes{};
  SpawnArguments() {
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attributes);
  }
  ~SpawnArguments() {
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnArguments(const SpawnArguments&) = delete;
  SpawnArguments& operator=(const SpawnArguments&) = delete;
};

/// Our threads block signals; what is started must not inherit that.
void make_ordinary(SpawnArguments& arguments) {
  sigset_t none;
  sigset_t broken_pipe;
  sigemptyset(&none);
  sigemptyset(&broken_pipe);
  sigaddset(&broken_pipe, SIGPIPE);
  posix_spawnattr_setsigmask(&arguments.attributes, &none);
  posix_spawnattr_setsigdefault(&arguments.attributes, &broken_pipe);
  posix_spawnattr_setflags(&arguments.attributes,
                           POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
  posix_spawn_file_actions_addclosefrom_np(&arguments.files, STDERR_FILENO + 1);
}

}  // namespace

void PageOpener::open(const std::filesystem::path& page) {
  std::error_code error;
  std::string path = std::filesystem::absolute(page, error).string();
  if (error || !std::filesystem::exists(path, error)) {
    throw SetupError(SetupKind::Data, "there is no page " + page.string() + " any more",
                     "write the report again");
  }
  SpawnArguments arguments;
  make_ordinary(arguments);
  std::string name = program_;
  std::array<char*, 3> argv{name.data(), path.data(), nullptr};
  pid_t pid = 0;
  const int failed = posix_spawnp(&pid, name.c_str(), &arguments.files, &arguments.attributes,
                                  argv.data(), environ);
  if (failed == ENOENT) {
    throw SetupError(SetupKind::Usage, program_ + " is not installed, so no browser can be asked",
                     "open " + path + " in a browser yourself, or install xdg-utils");
  }
  if (failed != 0) {
    throw SetupError(SetupKind::Usage, program_ + " cannot be started: " + std::strerror(failed),
                     "open " + path + " in a browser yourself");
  }
  started_.push_back({pid, path});
}

std::optional<std::string> PageOpener::failed() {
  for (std::size_t i = 0; i < started_.size(); ++i) {
    int status = 0;
    if (::waitpid(started_[i].pid, &status, WNOHANG) == 0) continue;
    const std::string page = started_[i].page;
    started_.erase(started_.begin() + static_cast<std::ptrdiff_t>(i));
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return failed();
    return fmt::format("{} found nothing to show {} with", program_, page);
  }
  return std::nullopt;
}

}  // namespace ampsweep::rig::gui
