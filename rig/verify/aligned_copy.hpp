// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "rig/verify/alignment_fix.hpp"

namespace ampsweep::rig {

/// What became of one target.
struct MovedTarget {
  std::string file;
  std::string input;
  AlignmentFix fix;
  std::int64_t padded_samples{0};  ///< Zeros where the target ends before its input is over.
  std::string left_out;            ///< Why it is not in the copy; empty: it is.
};

/// An aligned copy of a set of pairs.
struct AlignedCopy {
  std::filesystem::path dir;
  std::vector<MovedTarget> targets;  ///< In the set's order.
  std::size_t taken_over{0};         ///< Files copied byte for byte: inputs, tables.
  std::vector<std::string> notes;
  bool stopped{false};
  /// Every target is there.
  [[nodiscard]] bool whole() const;
};

struct CopyWishes {
  VerifyOptions run;  ///< Progress, stop; threads are not used.
  int headroom_samples{kFixHeadroomSamples};
  /// Other files of the folder go along (tables, configurations; up to 64 MiB each) ...
  bool whole_folder{true};
  std::set<std::string> but_not;  ///< ... but those names: lists of hashes that no longer hold.
};

/// Writes the pairs of `report` into `out`, under their names: inputs as they are, targets moved by
/// alignment_fixes() and as long as their inputs, in the encoding they had; `alignment.json` says
/// what was done. Samples are exact where only whole samples were moved and the encoding has 24
/// bits or fewer, or is float32; with drift taken out they are computed by analysis::realign.
/// All channels of a target move with its first.
///
/// Writes:  only below `out`. Throws SetupError{Usage} when `out` is the folder itself, in it or
///          around it, or holds something that is no earlier copy; SetupError{Data} when a file
///          cannot be written.
/// Stopped: what was written stands; `alignment.json` is written last. Run again: all is written
///          again.
/// Memory:  two blocks of 16384 frames; a file of any length.
/// Proof:   tests/rig/verify/aligned_copy_test.cpp.
/// Thread:  control.
[[nodiscard]] AlignedCopy write_aligned_copy(const PairSetReport& report,
                                             const std::filesystem::path& out,
                                             const CopyWishes& wishes = {});

[[nodiscard]] std::string aligned_copy_json(const AlignedCopy& copy);
[[nodiscard]] std::string aligned_copy_text(const AlignedCopy& copy);

}  // namespace ampsweep::rig
