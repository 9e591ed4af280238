// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rig/verify/verify_report.hpp"

namespace ampsweep::rig {

/// One line. Names come from files: nothing in them may steer the terminal.
void add_line(std::string& out, std::string line);
/// "1 fault", "2 faults".
[[nodiscard]] std::string plural(std::size_t count, const char* noun);
void add_faults(const std::vector<FileFault>& faults, std::string& out);
void add_notes(const std::vector<std::string>& notes, std::string& out);

}  // namespace ampsweep::rig
