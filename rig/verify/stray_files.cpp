// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "rig/verify/set_check.hpp"

namespace ampsweep::rig {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMostListed = 100;

std::set<std::string> named_files(const Dataset& dataset) {
  std::set<std::string> names;
  for (const TakeRecord& take : dataset.takes) {
    for (const AttemptRecord& attempt : take.attempts) {
      if (!attempt.outcome) continue;
      names.insert(attempt.outcome->raw_file);
      names.insert(attempt.outcome->take_file);
      for (const FurtherTake& further : attempt.further) names.insert(further.file);
    }
  }
  return names;
}

/// Plan indices of the takes that have an attempt without an outcome.
std::set<int> unfinished_takes(const Dataset& dataset) {
  std::set<int> takes;
  for (const TakeRecord& take : dataset.takes) {
    for (const AttemptRecord& attempt : take.attempts) {
      if (!attempt.outcome) takes.insert(take.planned.id);
    }
  }
  return takes;
}

/// 3 of "00003.wav" and "00003-a1.wav"; -1 of anything else.
int take_number(const std::string& file) {
  int number = -1;
  const auto [end, error] = std::from_chars(file.data(), file.data() + file.size(), number);
  return error == std::errc{} && end != file.data() ? number : -1;
}

bool is_leftover(const std::string& file) {
  return file.starts_with('.') && file.ends_with(".part");
}

/// Names in a folder, sorted; nothing when it is a link or cannot be read.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  if (!fs::is_directory(fs::symlink_status(folder, error))) return names;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class StraySearch {
 public:
  explicit StraySearch(const Dataset& dataset)
      : dataset_(dataset), named_(named_files(dataset)), unfinished_(unfinished_takes(dataset)) {}

  StrayFiles run() {
    for (const std::string& name : names_in(dataset_.dir)) {
      if (name == "raw" || name == "takes" || name.starts_with("takes-")) look_in(name);
    }
    return std::move(found_);
  }

 private:
  void look_in(const std::string& folder) {
    std::error_code error;
    if (fs::is_symlink(fs::symlink_status(dataset_.dir / folder, error))) {
      add(folder, fmt::format("{} is a link: put the folder itself there", folder));
      return;
    }
    for (const std::string& file : names_in(dataset_.dir / folder)) {
      const std::string name = folder + '/' + file;
      if (named_.count(name) != 0) continue;
      if (is_leftover(file)) {
        found_.notes.push_back(name + " was left by a write that was cut off; it may be removed");
      } else if (dataset_.in_use || unfinished_.count(take_number(file)) != 0) {
        found_.notes.push_back(name + " belongs to an attempt that has not ended");
      } else {
        add(name, fmt::format("{} is named by no row of the ledger: {}", name, advice()));
      }
    }
  }

  /// A file may be the good recording of a row that was damaged.
  [[nodiscard]] const char* advice() const {
    return dataset_.lost.empty() ? "remove it" : "set it aside; a lost row may have named it";
  }

  void add(const std::string& name, std::string detail) {
    if (found_.faults.size() > kMostListed) return;
    if (found_.faults.size() == kMostListed) detail = "and more files that no row names";
    found_.faults.push_back({name, {FaultCode::Unlisted, std::move(detail)}});
  }

  const Dataset& dataset_;
  std::set<std::string> named_;
  std::set<int> unfinished_;
  StrayFiles found_;
};

}  // namespace

StrayFiles check_strays(const Dataset& dataset) { return StraySearch(dataset).run(); }

}  // namespace ampsweep::rig
