// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/ports/held_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

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

/// 0: unknown.
int holder_of(int fd) {
  std::array<char, 16> text{};
  const ssize_t got = ::pread(fd, text.data(), text.size() - 1, 0);
  int pid = 0;
  if (got > 0) std::from_chars(text.data(), text.data() + got, pid);
  return pid;
}

HeldFile::Refusal held_by(int holder) {
  return {true, holder > 0 ? "process " + std::to_string(holder) : "another process", holder};
}

}  // namespace

tl::expected<HeldFile, HeldFile::Refusal> HeldFile::take(const std::filesystem::path& file,
                                                         int holder) {
  const auto refused = [] {
    return tl::unexpected(Refusal{false, std::generic_category().message(errno), 0});
  };
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (fd < 0) return refused();
  HeldFile made{fd};
  struct flock lock = whole_file();
  if (::fcntl(fd, F_OFD_SETLK, &lock) < 0) {
    if (errno != EAGAIN && errno != EACCES) return refused();
    return tl::unexpected(held_by(holder_of(fd)));
  }
  const std::string pid = std::to_string(holder > 0 ? holder : ::getpid()) + "\n";
  if (::ftruncate(fd, 0) < 0 || ::pwrite(fd, pid.data(), pid.size(), 0) < 0) errno = 0;
  return made;
}

HeldFile::~HeldFile() {
  if (fd_ >= 0) ::close(fd_);
}

bool HeldFile::held(const std::filesystem::path& file) {
  const int fd = ::open(file.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (fd < 0) return false;
  struct flock lock = whole_file();
  const bool known = ::fcntl(fd, F_OFD_GETLK, &lock) == 0;
  ::close(fd);
  return known && lock.l_type != F_UNLCK;
}

}  // namespace ampsweep::rig
