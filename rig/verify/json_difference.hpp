// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rig/model/result.hpp"

namespace ampsweep::rig {

/// One place where two JSON documents differ. A value that is not there reads "nothing".
struct JsonDifference {
  std::string pointer;   ///< RFC 6901: "/knobs/0/label"
  std::string expected;  ///< As JSON, shortened to 80 characters.
  std::string found;
};

/// Where `found` differs from `expected`, keys in alphabetical order; formatting does not count,
/// numbers are compared as numbers.
///
/// Needs:  `expected` is valid JSON (we made it).
/// Faults: FormatMismatch when `found` is not JSON, nests deeper than 64 or holds one key twice.
[[nodiscard]] Result<std::vector<JsonDifference>> json_differences(std::string_view expected,
                                                                   std::string_view found);

}  // namespace ampsweep::rig
