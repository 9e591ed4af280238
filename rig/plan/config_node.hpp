// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace ampsweep::rig {

struct ConfigNode;
struct ConfigEntry;

using ConfigArray = std::vector<ConfigNode>;

/// Entries in key order.
struct ConfigTable {
  std::vector<ConfigEntry> entries;
};

/// Something TOML can say and no key of ours wants: a date or a time.
struct ConfigDate {};

/// One value of a configuration file and where it stands. What files mean is worked out from these,
/// so that the parser's own types stay in toml_text.cpp.
struct ConfigNode {
  std::variant<bool, std::int64_t, double, std::string, ConfigDate, ConfigArray, ConfigTable> value;
  int line{0};  ///< 1-based.
};

struct ConfigEntry {
  std::string key;
  int line{0};  ///< Of the key; for a [table] of its header.
  ConfigNode node;
};

}  // namespace ampsweep::rig
