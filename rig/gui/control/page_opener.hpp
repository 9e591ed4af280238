// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ampsweep::rig::gui {

/// Hands a page to the desktop's program for it: an argument vector, no shell, none of our files
/// open in it, in a session of its own so that it outlives us.
///
/// Thread: the file worker's.
class PageOpener {
 public:
  /// `program` is looked for on PATH.
  explicit PageOpener(std::string program = "xdg-open") : program_(std::move(program)) {}

  /// Throws SetupError with the way out: no such page, no such program.
  void open(const std::filesystem::path& page);
  /// Why one of those that were started failed, once; empty: none did. Never waits.
  [[nodiscard]] std::optional<std::string> failed();

 private:
  struct Started {
    pid_t pid{0};
    std::string page;
  };
  std::string program_;
  std::vector<Started> started_;
};

}  // namespace ampsweep::rig::gui
