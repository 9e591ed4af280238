// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rig/verify/sound_pair.hpp"

namespace ampsweep::rig {

/// Pairs that a table lists: its column of targets (file_name, target, output, wet, y, y_path or
/// file), of inputs (input, input_file, dry, x, x_path; without one `only_input` for all), split,
/// and its knobs: the columns that end in _norm, without any the other columns of numbers, those
/// left out that say measured things (delay, peak, noise and the like).
///
/// Refuses: SetupError{Data}: unreadable, no such columns, names that leave the folder.
[[nodiscard]] std::vector<SoundPair> pairs_of_table(const std::filesystem::path& dir,
                                                    const std::string& table,
                                                    const std::string& only_input);

}  // namespace ampsweep::rig
