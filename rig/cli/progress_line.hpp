// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <iosfwd>
#include <string>

#include "rig/capture/progress.hpp"
#include "rig/cli/verbs.hpp"

namespace ampsweep::rig::cli {

/// One line of progress on stderr with the time left, redrawn in place on a terminal; off a
/// terminal only milestones (each tenth) are printed. Silent with --quiet.
class ProgressLine {
 public:
  explicit ProgressLine(const Shell& shell) : ProgressLine(shell, shell.front.err) {}
  /// `err` stands for the shell's, and outlives this.
  ProgressLine(const Shell& shell, std::ostream& err) : shell_(shell), err_(err) {}
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// The time left is told from what was done since the first call: what an earlier run did took no
  /// time of this one.
  void show(const std::string& doing, int done, int total, const std::string& what);
  /// A line that stays, above the moving one.
  void say(const std::string& text);
  void finish();

 private:
  void count(std::chrono::nanoseconds now, int done, int total);
  void draw(const std::string& text);

  const Shell& shell_;
  std::ostream& err_;
  TimeLeft time_left_;
  int counted_{-1};  ///< Last `done`; -1: nothing shown yet.
  std::chrono::steady_clock::time_point drawn_{};
  std::size_t width_{0};
  int last_tenth_{-1};
};

}  // namespace ampsweep::rig::cli
