// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "rig/verify/sound_pair.hpp"

namespace ampsweep::rig {

/// Pairs that a table lists: its column of targets (file_name, target, output, wet, y, y_path or
/// file), of inputs (input, input_file, dry, x, x_path; without one `only_input` for all), split,
/// and its knobs and switches (label_columns()).
///
/// Refuses: SetupError{Data}: unreadable, no such columns, names that leave the folder.
[[nodiscard]] PairList pairs_of_table(const std::filesystem::path& dir, const std::string& table,
                                      const std::string& only_input);

}  // namespace ampsweep::rig
