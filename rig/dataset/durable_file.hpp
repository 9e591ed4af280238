// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rig/dataset/file_ops.hpp"
#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// A file that is on the disk under its final name.
struct WrittenFile {
  std::string sha256;  ///< Of the whole file, lower-case hex: what `sha256sum` prints.
  std::int64_t bytes{0};
};

/// A file being written: `.NAME.<pid>-<n>.part` beside its final name until publish().
///
/// Protocol: create new (never through a link) -> write -> fsync -> hash -> rename -> fsync folder.
///           After a crash either the whole file stands under its name or only a `.part` is left.
/// Promise:  a failed write, sync or rename leaves no new file under the final name and no `.part`
///           (tests/rig/dataset/durable_file_test.cpp fails every system call in turn).
///           After a failed fsync the file is given up, never synced again: the kernel may have
///           dropped the pages. Write it again from memory.
/// Faults:   DiskFull (ENOSPC, EDQUOT, EFBIG), WriteFailed (everything else, the reason in words).
/// Thread:   control; blocks for as long as the disk does.
class PendingFile {
 public:
  [[nodiscard]] static Result<PendingFile> create(const std::filesystem::path& final_path,
                                                  FileOps& ops = posix_file_ops());
  PendingFile(PendingFile&& other) noexcept;
  PendingFile& operator=(PendingFile&&) = delete;
  PendingFile(const PendingFile&) = delete;
  PendingFile& operator=(const PendingFile&) = delete;
  ~PendingFile();  ///< Removes the `.part` when it was not published.

  /// At any offset. The first failure is kept: publish() returns it, whatever happened later.
  [[nodiscard]] Result<void> write(std::span<const std::byte> bytes, std::int64_t offset);
  /// What is in the file so far; short at its end.
  [[nodiscard]] std::size_t read(std::span<std::byte> into, std::int64_t offset) const;
  [[nodiscard]] std::int64_t bytes() const { return bytes_; }
  /// Makes the file durable under its final name. Once.
  [[nodiscard]] Result<WrittenFile> publish(FileOps::IfExists if_exists);

 private:
  PendingFile(FileOps& ops, std::filesystem::path final_path) noexcept;
  [[nodiscard]] Fault failed(const char* doing, int error);
  [[nodiscard]] Result<std::string> hashed();

  FileOps* ops_;
  std::filesystem::path final_path_;
  std::string part_;
  int dir_fd_{-1};
  int fd_{-1};
  std::int64_t bytes_{0};
  std::optional<Fault> failure_;
};

/// Whether a file is the `.part` of a PendingFile, by its name.
[[nodiscard]] bool is_part(const std::filesystem::path& path);
/// The same, of a process of this computer that is no more: it was killed while it wrote.
[[nodiscard]] bool is_abandoned_part(const std::filesystem::path& path);

/// Replaces a text file whole or not at all. A link at `path` is replaced, not followed.
[[nodiscard]] Result<WrittenFile> replace_text(const std::filesystem::path& path,
                                               std::string_view text,
                                               FileOps& ops = posix_file_ops());

/// Makes folder entries (renames, removals, new folders) durable.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& dir,
                                       FileOps& ops = posix_file_ops());

/// Removes a file and makes that durable. One that is not there is no fault.
[[nodiscard]] Result<void> remove_file(const std::filesystem::path& path,
                                       FileOps& ops = posix_file_ops());

/// Gives a file another name in its folder, never over something, and makes that durable.
[[nodiscard]] Result<void> rename_file(const std::filesystem::path& path,
                                       const std::string& new_name,
                                       FileOps& ops = posix_file_ops());

}  // namespace ampsweep::rig
