// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cerrno>

#include "rig/dataset/file_ops.hpp"

namespace ampsweep::test {

/// The real calls, but the k-th (1-based) fails; a failing write leaves half of its bytes behind.
class FailingOps final : public rig::FileOps {
 public:
  explicit FailingOps(int k, int error = ENOSPC) : left_(k), error_(error) {}
  [[nodiscard]] bool failed() const { return left_ <= 0; }

  int create(int dir_fd, const std::string& name, int& fd) override {
    return fails() ? error_ : real_.create(dir_fd, name, fd);
  }
  int write(int fd, std::span<const std::byte> bytes, std::int64_t offset) override {
    if (!fails()) return real_.write(fd, bytes, offset);
    const int half = real_.write(fd, bytes.first(bytes.size() / 2), offset);
    return half != 0 ? half : error_;
  }
  int sync(int fd) override { return fails() ? error_ : real_.sync(fd); }
  int rename(int dir_fd, const std::string& from, const std::string& to,
             IfExists if_exists) override {
    return fails() ? error_ : real_.rename(dir_fd, from, to, if_exists);
  }
  int remove(int dir_fd, const std::string& name) override {
    return fails() ? error_ : real_.remove(dir_fd, name);
  }

 private:
  bool fails() { return --left_ == 0; }
  rig::FileOps& real_{rig::posix_file_ops()};
  int left_;
  int error_;
};

}  // namespace ampsweep::test
