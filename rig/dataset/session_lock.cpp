// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/session_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "rig/model/result.hpp"

namespace ampsweep::rig {
namespace {

// An open-file-description lock, not flock(): it can be asked for without being taken, so that a
// reader never stands in the way of a session that starts.
struct flock whole_file() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string holder(int fd) {
  std::array<char, 16> text{};
  const ssize_t got = ::pread(fd, text.data(), text.size() - 1, 0);
  std::string pid;
  for (ssize_t i = 0; i < got; ++i) {
    const char c = text[static_cast<std::size_t>(i)];
    if (c < '0' || c > '9') break;
    pid += c;
  }
  return pid.empty() ? "another process" : "process " + pid;
}

}  // namespace

SessionLock::SessionLock(const std::filesystem::path& dir) {
  const auto file = dir / kLockFile;
  fd_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (fd_ < 0) {
    throw SetupError(SetupKind::Data,
                     fmt::format("{} cannot be locked: {}", dir.string(),
                                 std::generic_category().message(errno)),
                     "a folder you can write to");
  }
  struct flock lock = whole_file();
  if (::fcntl(fd_, F_OFD_SETLK, &lock) < 0) {
    const std::string who = holder(fd_);
    ::close(std::exchange(fd_, -1));
    throw SetupError(SetupKind::Data, fmt::format("{} is in use by {}", dir.string(), who),
                     "`ampsweep status` to watch that session, or end it first");
  }
  const std::string pid = fmt::format("{}\n", ::getpid());
  // Only a hint for people: the lock itself is what counts.
  if (::ftruncate(fd_, 0) < 0 || ::pwrite(fd_, pid.data(), pid.size(), 0) < 0) errno = 0;
}

SessionLock::~SessionLock() {
  if (fd_ >= 0) ::close(fd_);
}

bool SessionLock::held(const std::filesystem::path& dir) {
  const int fd = ::open((dir / kLockFile).c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return false;
  struct flock lock = whole_file();
  const bool known = ::fcntl(fd, F_OFD_GETLK, &lock) == 0;
  ::close(fd);
  return known && lock.l_type != F_UNLCK;
}

}  // namespace ampsweep::rig
