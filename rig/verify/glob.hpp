// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace ampsweep::rig {

/// Whether `path` ('/' between parts) fits the pattern: '*' and '?' stand for anything inside one
/// part, '**' for any number of parts. Case matters. Cost: O(path x pattern).
[[nodiscard]] bool glob_match(std::string_view pattern, std::string_view path);

}  // namespace ampsweep::rig
