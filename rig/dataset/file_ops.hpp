// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace ampsweep::rig {

/// The five system calls a durable file is made of, so that a test can make the k-th one fail.
///
/// Returns: 0, or the errno of the failure. No call follows a symbolic link in `name`.
/// Thread:  any, one file at a time.
class FileOps {
 public:
  enum class IfExists { Refuse, Replace };
  virtual ~FileOps() = default;
  /// Creates `name` in the folder `dir_fd`; EEXIST when it is there (as a file or a link).
  virtual int create(int dir_fd, const std::string& name, int& fd) = 0;
  /// Writes all bytes at `offset`, whatever the kernel's short counts.
  virtual int write(int fd, std::span<const std::byte> bytes, std::int64_t offset) = 0;
  /// fsync of a file or folder.
  virtual int sync(int fd) = 0;
  /// Renames inside one folder. EEXIST when `to` is there and must not be replaced.
  virtual int rename(int dir_fd, const std::string& from, const std::string& to,
                     IfExists if_exists) = 0;
  /// Takes a name out of a folder; ENOENT when it is not there.
  virtual int remove(int dir_fd, const std::string& name) = 0;
};

[[nodiscard]] FileOps& posix_file_ops();

}  // namespace ampsweep::rig
