// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "rig/verify/sound_pair.hpp"

namespace ampsweep::rig {

/// What the user says of a folder; empty: nothing.
struct PairWishes {
  std::string input;   ///< Glob of inputs, relative to the folder.
  std::string target;  ///< Glob of targets.
  std::string labels;  ///< CSV, relative to the folder, with a column that names targets.
};

/// Finds which file answers which.
///
/// Order:   a table (`labels`, else metadata.csv, labels.csv or pairs.csv, unless globs are given);
///          globs; names: the words x, input, in, dry, di, clean, source against y, target, out,
///          output, wet, reamp, reamped, in the file's name or else its folder's, and what is
///          left of both names must agree ("in1", "out1"). One input serves all targets.
/// Refuses: SetupError{Usage} when files do not pair: lists what was found and what to type;
///          SetupError{Data}: no such folder, a table that cannot be read.
/// Foreign: names of a table that leave the folder are refused; links are not followed.
[[nodiscard]] PairList find_pairs(const std::filesystem::path& dir, const PairWishes& wishes);

}  // namespace ampsweep::rig
