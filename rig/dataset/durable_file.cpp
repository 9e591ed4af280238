// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/durable_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <cerrno>
#include <regex>
#include <system_error>
#include <utility>
#include <vector>

#include "rig/model/sha256.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::size_t kHashBlock = std::size_t{1} << 18;

FaultCode code_of(int error) {
  const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
  return full ? FaultCode::DiskFull : FaultCode::WriteFailed;
}

Fault fault_of(const char* doing, const std::filesystem::path& path, int error) {
  const char* hint = code_of(error) == FaultCode::DiskFull ? ": free some space" : "";
  return Fault{code_of(error), fmt::format("cannot {} {}: {}{}", doing, path.string(),
                                           std::generic_category().message(error), hint)};
}

int open_folder(const std::filesystem::path& dir) {
  const std::string name = dir.empty() ? "." : dir.string();
  return ::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/// Does something to the entries of a folder (`change(fd)`: 0 or errno), then syncs it.
template <class Change>
Result<void> change_folder(const std::filesystem::path& dir, FileOps& ops, const char* doing,
                           const std::filesystem::path& what, const Change& change) {
  const int fd = open_folder(dir);
  if (fd < 0) return tl::unexpected(fault_of("open", dir, errno));
  const int refused = change(fd);
  const int unsynced = refused == 0 ? ops.sync(fd) : 0;
  ::close(fd);
  if (refused != 0) return tl::unexpected(fault_of(doing, what, refused));
  if (unsynced != 0) return tl::unexpected(fault_of("sync", dir, unsynced));
  return {};
}

/// Never reused by this process, so that the `.part` of a crashed writer is not in the way.
std::string part_name(const std::string& name) {
  static std::atomic<unsigned> counter{0};
  return fmt::format(".{}.{}-{}.part", name, ::getpid(), counter.fetch_add(1));
}

/// Of the writer, from a name that part_name() made.
std::optional<::pid_t> writer_of(const std::filesystem::path& path) {
  static const std::regex shape(R"(\..+\.([0-9]{1,9})-[0-9]+\.part)");
  std::smatch match;
  const std::string name = path.filename().string();
  if (!std::regex_match(name, match, shape)) return std::nullopt;
  return static_cast<::pid_t>(std::stol(match[1]));
}

}  // namespace

bool is_part(const std::filesystem::path& path) { return writer_of(path).has_value(); }

bool is_abandoned_part(const std::filesystem::path& path) {
  const auto writer = writer_of(path);
  return writer && *writer > 0 && ::kill(*writer, 0) != 0 && errno == ESRCH;
}

PendingFile::PendingFile(FileOps& ops, std::filesystem::path final_path) noexcept
    : ops_(&ops), final_path_(std::move(final_path)) {}

PendingFile::PendingFile(PendingFile&& other) noexcept
    : ops_(other.ops_),
      final_path_(std::move(other.final_path_)),
      part_(std::move(other.part_)),
      dir_fd_(std::exchange(other.dir_fd_, -1)),
      fd_(std::exchange(other.fd_, -1)),
      bytes_(other.bytes_),
      failure_(std::move(other.failure_)) {}

PendingFile::~PendingFile() {
  if (fd_ >= 0) {
    ::close(fd_);
    ::unlinkat(dir_fd_, part_.c_str(), 0);
  }
  if (dir_fd_ >= 0) ::close(dir_fd_);
}

Result<PendingFile> PendingFile::create(const std::filesystem::path& final_path, FileOps& ops) {
  assert(final_path.has_filename());
  PendingFile file(ops, final_path);
  file.dir_fd_ = open_folder(final_path.parent_path());
  if (file.dir_fd_ < 0) {
    return tl::unexpected(fault_of("open the folder of", final_path, errno));
  }
  int error = EEXIST;
  for (int attempt = 0; attempt < 100 && error == EEXIST; ++attempt) {
    file.part_ = part_name(final_path.filename().string());
    error = ops.create(file.dir_fd_, file.part_, file.fd_);
  }
  if (error != 0) {
    file.fd_ = -1;
    return tl::unexpected(fault_of("create", final_path, error));
  }
  return file;
}

Fault PendingFile::failed(const char* doing, int error) {
  if (!failure_) failure_ = fault_of(doing, final_path_, error);
  return *failure_;
}

Result<void> PendingFile::write(std::span<const std::byte> bytes, std::int64_t offset) {
  assert(fd_ >= 0 && offset >= 0);
  if (failure_) return tl::unexpected(*failure_);
  if (const int error = ops_->write(fd_, bytes, offset)) {
    return tl::unexpected(failed("write", error));
  }
  bytes_ = std::max(bytes_, offset + static_cast<std::int64_t>(bytes.size()));
  return {};
}

std::size_t PendingFile::read(std::span<std::byte> into, std::int64_t offset) const {
  assert(fd_ >= 0 && offset >= 0);
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t got = ::pread(fd_, into.data() + done, into.size() - done,
                                offset + static_cast<std::int64_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

Result<std::string> PendingFile::hashed() {
  Sha256 hash;
  std::vector<std::byte> block(kHashBlock);
  for (std::int64_t at = 0; at < bytes_;) {
    const std::size_t got = read(block, at);
    if (got == 0) return tl::unexpected(failed("read back", EIO));
    hash.add(std::span(block).first(got));
    at += static_cast<std::int64_t>(got);
  }
  return hash.hex();
}

Result<WrittenFile> PendingFile::publish(FileOps::IfExists if_exists) {
  assert(fd_ >= 0);
  if (failure_) return tl::unexpected(*failure_);
  if (const int error = ops_->sync(fd_)) return tl::unexpected(failed("sync", error));
  const auto sha256 = hashed();
  if (!sha256) return tl::unexpected(sha256.error());
  const std::string name = final_path_.filename().string();
  if (const int error = ops_->rename(dir_fd_, part_, name, if_exists)) {
    return tl::unexpected(failed("name", error));
  }
  ::close(std::exchange(fd_, -1));
  if (const int error = ops_->sync(dir_fd_)) {
    // The name may or may not survive a power cut. When it replaced nothing, it is taken back.
    if (if_exists == FileOps::IfExists::Refuse) ::unlinkat(dir_fd_, name.c_str(), 0);
    return tl::unexpected(failed("sync the folder of", error));
  }
  return WrittenFile{*sha256, bytes_};
}

Result<WrittenFile> replace_text(const std::filesystem::path& path, std::string_view text,
                                 FileOps& ops) {
  auto file = PendingFile::create(path, ops);
  if (!file) return tl::unexpected(file.error());
  if (auto written = file->write(std::as_bytes(std::span(text)), 0); !written) {
    return tl::unexpected(written.error());
  }
  return file->publish(FileOps::IfExists::Replace);
}

Result<void> sync_folder(const std::filesystem::path& dir, FileOps& ops) {
  return change_folder(dir, ops, "change", dir, [](int) { return 0; });
}

Result<void> remove_file(const std::filesystem::path& path, FileOps& ops) {
  return change_folder(path.parent_path(), ops, "remove", path, [&](int fd) {
    const int error = ops.remove(fd, path.filename().string());
    return error == ENOENT ? 0 : error;
  });
}

Result<void> rename_file(const std::filesystem::path& path, const std::string& new_name,
                         FileOps& ops) {
  return change_folder(path.parent_path(), ops, "rename", path, [&](int fd) {
    return ops.rename(fd, path.filename().string(), new_name, FileOps::IfExists::Refuse);
  });
}

}  // namespace ampsweep::rig
