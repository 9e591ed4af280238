// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace ampsweep::test {

/// An ext4 file system in a file, whose power can be cut: what was not synced is gone, as after
/// pulling the plug (reliability of the drive's own cache is not tested by it).
///
/// Throws std::runtime_error where something does not work. Needs root, loop devices, mkfs.ext4.
class CutDisk {
 public:
  /// Makes and mounts it below `folder`, which must be there.
  explicit CutDisk(const std::filesystem::path& folder);
  ~CutDisk();
  CutDisk(const CutDisk&) = delete;
  CutDisk& operator=(const CutDisk&) = delete;

  /// Where it is mounted.
  [[nodiscard]] const std::filesystem::path& path() const { return mount_; }
  /// From now on nothing reaches the disk. Any process may call it, a forked one too.
  void cut() const;
  /// Power on: mounts it again, which replays the journal. All files on it must be closed.
  void restart();
  /// Empty, as new.
  void wipe();

 private:
  void mount();
  void unmount();

  std::filesystem::path image_;
  std::filesystem::path mount_;
  bool mounted_{false};
};

}  // namespace ampsweep::test
