// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "rig/plan/config_node.hpp"

namespace ampsweep::rig {

/// Parses TOML 1.0. The returned node holds a ConfigTable.
///
/// Refuses: SetupError{Data} "file:LINE: ..." for text that is no TOML, a line longer than 16384
///          bytes (an endless dotted key would nest without bound) and nesting deeper than 8.
/// Thread:  any.
[[nodiscard]] ConfigNode parse_toml(const std::string& text, const std::string& file);

}  // namespace ampsweep::rig
