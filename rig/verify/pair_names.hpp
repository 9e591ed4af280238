// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace ampsweep::rig {

/// What a file's name says of its part in a pair.
struct PairName {
  enum class Role { None, Input, Target };
  Role role{Role::None};
  std::string rest;  ///< Lower case, the word of the role left out: equal for two that belong.
};

/// "Data/train/amp-input.wav": Input, "data train amp". The last word of the file's name that is
/// one of a role decides; where the name has none, the last such folder.
[[nodiscard]] PairName pair_name(const std::string& path);

/// Lower-case runs of letters and runs of digits, the ending left out.
[[nodiscard]] std::vector<std::string> words_of(const std::string& path);

}  // namespace ampsweep::rig
