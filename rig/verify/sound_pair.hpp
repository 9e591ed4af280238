// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace ampsweep::rig {

/// An input, and what came back of it, as some list or naming has it.
struct SoundPair {
  std::string input;  ///< Relative to the folder, '/' between parts.
  std::string target;
  std::string split;  ///< "train", "validation", "test" or as listed; empty: none is said.
  std::vector<std::pair<std::string, double>> setting;  ///< Knob and value as listed.
  std::string where;                                    ///< Who says so: "metadata.csv row 3".
  std::int64_t target_start{0};    ///< Samples of the target before the one that answers input 0.
  bool lengths_may_differ{false};  ///< The list says so: the longer one's end is not used.
};

/// The pairs of a folder.
struct PairList {
  std::filesystem::path dir;
  std::string how;  ///< One sentence: how they were found.
  std::vector<SoundPair> pairs;
  std::vector<std::string> notes;
  bool cut_in_time{false};  ///< The format splits every take in time: one setting is in all splits.
};

}  // namespace ampsweep::rig
