// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

/// A report made by hand, without audio: `takes` settings of gain (0..10), treble (0..10) and a
/// three-way switch, a reference take every eighth, curves that follow the knobs. Take 3 is refused
/// twice, the last take is waiting, take 5's file is damaged (when there are that many).
[[nodiscard]] ReportData sample_report(std::size_t takes);

}  // namespace ampsweep::rig
