// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/cli/verbs.hpp"
#include "rig/verify/alignment_fix.hpp"
#include "rig/verify/find_pairs.hpp"

namespace ampsweep::rig::cli {

/// What the command line says.
struct VerifyWishes {
  std::vector<std::string> paths;
  int threads{0};
  std::string as;
  PairWishes pairs;
  std::string state;
  std::string html;
  bool fresh{false};
  bool quick{false};  ///< Without the search for traces of lossy coding.
  std::string fix;    ///< Folder of the aligned copy; empty: none is written.
  int headroom_samples{kFixHeadroomSamples};
};

/// A dataset of ours, a folder of pairs, two files, or an export by its loader's rules: whichever
/// the paths are. Returns the exit code.
[[nodiscard]] int run_verify(const Shell& shell, const VerifyWishes& wishes);

}  // namespace ampsweep::rig::cli
