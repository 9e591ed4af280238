// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "rig/verify/verify_pair.hpp"

namespace ampsweep::rig {

/// What is known of finished pairs, so that a run that was stopped goes on where it was. A line
/// that says what the file is, then one JSON object a line: {"key", "pair", "print"}. A file's
/// identity is its path, size and time of change; a line of another version or for a changed file
/// is not used, and a torn last line is passed over.
///
/// Never inside the folder that is verified unless the user names it so. Losing it costs only time:
/// lines are not synced to disk, and a file that cannot be written is a note, not a fault.
/// Refuses: SetupError{Usage} when `file` holds something else: it would be written into.
/// Memory: a key a pair; lines are read when they are asked for. Thread: any.
class PairState {
 public:
  /// Nothing is kept when `file` is empty.
  explicit PairState(std::filesystem::path file);

  /// What the two files are now, and how they are read; empty when one cannot be looked at.
  [[nodiscard]] static std::string key_of(const std::filesystem::path& x,
                                          const std::filesystem::path& y, const PairTerms& terms);
  [[nodiscard]] std::optional<PairReport> find(const std::string& key);
  /// `key` as it was before measuring: files that changed meanwhile have another one by now, and
  /// are to be measured again.
  void add(const std::string& key, const PairReport& report);
  /// Lets go of lines that no pair of this run asked for, once they are the larger part.
  void tidy();
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }
  [[nodiscard]] bool writable() const { return writable_; }

 private:
  struct Line {
    std::int64_t at{0};
    std::size_t bytes{0};
  };
  void read_lines();
  [[nodiscard]] std::string line_at(const Line& line) const;

  std::filesystem::path file_;
  std::map<std::string, Line> lines_;
  std::set<std::string> used_;
  mutable std::mutex guard_;
  bool writable_{true};
};

/// $XDG_CACHE_HOME, else ~/.cache, /ampsweep/verify/<hash of the path>.pairs.jsonl; empty when
/// there is neither.
[[nodiscard]] std::filesystem::path default_state_file(const std::filesystem::path& dir);

}  // namespace ampsweep::rig
