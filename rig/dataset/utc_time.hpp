// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ampsweep::rig {

/// Now, as ledgers write it: "2026-11-21T10:30:00Z".
[[nodiscard]] std::string utc_now();
/// Seconds since 1970 of "2026-11-21T10:30:00Z" or "...00.125Z", as ledgers write it; empty for
/// anything else. Leap seconds are not counted. tests/rig/dataset/utc_time_test.cpp.
[[nodiscard]] std::optional<double> utc_seconds(std::string_view text);

}  // namespace ampsweep::rig
