// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace ampsweep::rig {

/// `text` with every control character as '?': line ends, ESC, DEL and the C1 set of UTF-8, so that
/// text from a foreign file is one line of a terminal and cannot steer it. All else is kept.
[[nodiscard]] std::string one_line(std::string text);

}  // namespace ampsweep::rig
