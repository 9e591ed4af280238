// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/file_ops.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace ampsweep::rig {
namespace {

class PosixFileOps final : public FileOps {
 public:
  int create(int dir_fd, const std::string& name, int& fd) override {
    fd = ::openat(dir_fd, name.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644);
    return fd < 0 ? errno : 0;
  }

  int write(int fd, std::span<const std::byte> bytes, std::int64_t offset) override {
    while (!bytes.empty()) {
      const ssize_t written = ::pwrite(fd, bytes.data(), bytes.size(), offset);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return errno;
      if (written == 0) return EIO;
      bytes = bytes.subspan(static_cast<std::size_t>(written));
      offset += written;
    }
    return 0;
  }

  int sync(int fd) override { return ::fsync(fd) < 0 ? errno : 0; }

  int rename(int dir_fd, const std::string& from, const std::string& to,
             IfExists if_exists) override {
    const unsigned flags = if_exists == IfExists::Refuse ? unsigned{RENAME_NOREPLACE} : 0U;
    if (::renameat2(dir_fd, from.c_str(), dir_fd, to.c_str(), flags) == 0) return 0;
    if (errno != EINVAL && errno != ENOSYS) return errno;
    // File systems without RENAME_NOREPLACE. The dataset lock keeps other writers out meanwhile.
    struct stat there {};
    if (if_exists == IfExists::Refuse &&
        ::fstatat(dir_fd, to.c_str(), &there, AT_SYMLINK_NOFOLLOW) == 0) {
      return EEXIST;
    }
    return ::renameat(dir_fd, from.c_str(), dir_fd, to.c_str()) < 0 ? errno : 0;
  }

  int remove(int dir_fd, const std::string& name) override {
    return ::unlinkat(dir_fd, name.c_str(), 0) < 0 ? errno : 0;
  }
};

}  // namespace

FileOps& posix_file_ops() {
  static PosixFileOps ops;  // Stateless.
  return ops;
}

}  // namespace ampsweep::rig
