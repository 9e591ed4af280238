// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>

#include "rig/report/report_data.hpp"

namespace ampsweep::rig {

/// The report in one line: complete and sound, still incomplete, or holding damage.
enum class Overall { Complete, Incomplete, Damaged };

struct ReportSummary {
  std::size_t planned{0};
  std::size_t accepted{0};  ///< Sound files only.
  std::size_t damaged{0};   ///< Accepted once, but the file is not what the ledger says.
  std::size_t missing{0};   ///< Refused, unfinished or waiting.
  std::size_t refused_attempts{0};
  std::size_t flagged{0};     ///< Accepted with a warning.
  std::size_t unmeasured{0};  ///< Sound file, but some figure of it cannot be given.
  std::size_t lost_rows{0};
  Overall overall{Overall::Complete};
  std::string words;  ///< One or two sentences for a person.
};

[[nodiscard]] ReportSummary summarise(const ReportData& data);
[[nodiscard]] const char* to_string(Overall overall);

}  // namespace ampsweep::rig
