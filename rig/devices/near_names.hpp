// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace ampsweep::rig {

/// The names closest to `wanted` (edit distance, letter case ignored, a shared part counts as
/// close), best first, at most `count`.
[[nodiscard]] std::vector<std::string> near_names(const std::string& wanted,
                                                  const std::vector<std::string>& names,
                                                  std::size_t count = 5);

/// Positions in `names` that `wanted` means: the exact match alone, else all that contain it
/// (letter case ignored).
[[nodiscard]] std::vector<std::size_t> matches(const std::string& wanted,
                                               const std::vector<std::string>& names);

/// `"a", "b"`, or `none` when there are no names.
[[nodiscard]] std::string quoted_list(const std::vector<std::string>& names);

}  // namespace ampsweep::rig
