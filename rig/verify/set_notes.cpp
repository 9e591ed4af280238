// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "rig/verify/verify_pairs.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::size_t kNamed = 4;

/// A note without the name that it begins with, and without its numbers: notes of one kind.
std::string kind_of(const std::string& note, const PairTake& take) {
  std::string kind = note;
  for (const std::string& name : {take.pair.target, take.pair.input}) {
    const auto at = kind.find(name);
    if (!name.empty() && at != std::string::npos) kind.erase(at, name.size());
  }
  std::erase_if(kind, [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; });
  return kind;
}

}  // namespace

std::vector<std::string> notes_of_set(const PairSetReport& report) {
  struct Kind {
    std::string first;
    std::vector<std::string> files;
  };
  std::vector<std::string> order;
  std::map<std::string, Kind> kinds;
  for (const PairTake& take : report.takes) {
    for (const std::string& note : take.report.notes) {
      const std::string key = kind_of(note, take);
      Kind& kind = kinds[key];
      if (kind.files.empty()) {
        kind.first = note;
        order.push_back(key);
      }
      kind.files.push_back(take.pair.target);
    }
  }
  std::vector<std::string> notes = report.notes;
  for (const std::string& key : order) {
    const Kind& kind = kinds[key];
    std::string note = kind.first;
    if (kind.files.size() > 1) {
      note += fmt::format("; so it is with {} more: ", kind.files.size() - 1);
      for (std::size_t i = 1; i < std::min(kind.files.size(), kNamed); ++i) {
        note += (i > 1 ? ", " : "") + kind.files[i];
      }
      if (kind.files.size() > kNamed) note += " ...";
    } else if (note.find(kind.files.front()) == std::string::npos) {
      note = kind.files.front() + ": " + note;
    }
    notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace ampsweep::rig
