// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

/// An input, and what came back of it, as some list or naming has it.
struct SoundPair {
  std::string input;  ///< Relative to the folder, '/' between parts.
  std::string target;
  std::string split;  ///< "train", "validation", "test" or as listed; empty: none is said.
  std::vector<std::pair<std::string, double>> setting;  ///< Knob and value as listed.
  std::string where;                                    ///< Who says so: "metadata.csv line 3".
  /// Switch and position as listed, where positions are words.
  std::vector<std::pair<std::string, std::string>> choices{};
  /// Samples of the target that its loader skips before it answers; < 0: of the input.
  std::int64_t target_start{0};
  bool lengths_may_differ{false};  ///< The loader cuts both to the shorter one.
};

/// The pairs of a folder.
struct PairList {
  std::filesystem::path dir;
  std::string how;  ///< One sentence: how they were found.
  std::vector<SoundPair> pairs;
  std::vector<std::string> notes;
  std::vector<FileFault> faults{};  ///< Of the list itself.
  bool cut_in_time{false};  ///< The format splits every take in time: one setting is in all splits.
  /// All takes ask for one sound, the dry one: pairs that were turned round. Targets that are alike
  /// are then no copies.
  bool targets_shared{false};
  /// The pairs are aligned as their format declares it: `target_start` is all of the delay. A
  /// folder that somebody found declares nothing.
  bool alignment_declared{false};
};

}  // namespace ampsweep::rig
