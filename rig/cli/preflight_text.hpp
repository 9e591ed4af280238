// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>

#include "rig/capture/preflight.hpp"
#include "rig/dataset/json.hpp"

namespace ampsweep::rig::cli {

/// What `check` says, for scripts (docs/cli.md) and for people.
[[nodiscard]] Json preflight_json(const PreflightReport& report);
void print_preflight(std::ostream& out, const PreflightReport& report);

}  // namespace ampsweep::rig::cli
