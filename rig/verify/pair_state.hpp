// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "rig/verify/verify_pair.hpp"

namespace ampsweep::rig {

/// What is known of finished pairs, so that a run that was stopped goes on where it was. One JSON
/// object a line: {"key", "pair"}. A file's identity is its path, size and time of change; a line
/// of another version or for a changed file is not used, and a torn last line is passed over.
///
/// Never inside the folder that is verified unless the user names it so. Losing it costs only time:
/// lines are not synced to disk, and a file that cannot be written is a note, not a fault.
/// Thread: any.
class PairState {
 public:
  /// Nothing is kept when `file` is empty.
  explicit PairState(std::filesystem::path file);
  [[nodiscard]] std::optional<PairReport> find(const std::filesystem::path& x,
                                               const std::filesystem::path& y) const;
  void add(const std::filesystem::path& x, const std::filesystem::path& y,
           const PairReport& report);
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] bool writable() const { return writable_; }

 private:
  std::filesystem::path file_;
  std::map<std::string, std::string> lines_;  ///< Key to the pair's JSON.
  mutable std::mutex guard_;
  bool writable_{true};
};

/// $XDG_CACHE_HOME, else ~/.cache, /ampsweep/verify/<hash of the folder's path>.jsonl; empty when
/// there is neither.
[[nodiscard]] std::filesystem::path default_state_file(const std::filesystem::path& dir);

}  // namespace ampsweep::rig
