// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace ampsweep::rig {

/// A word in letters 7 rows high and 5 columns wide, made of `#`, to be read from across a room:
/// ASCII letters (as capitals), digits, blank and . , : - + / % ( ) ' #. Rows without blanks at
/// their ends, two columns in from the left.
///
/// Empty when a character has no letter, or the rows would not fit into `columns`.
[[nodiscard]] std::vector<std::string> block_letters(const std::string& text, std::size_t columns);

}  // namespace ampsweep::rig
