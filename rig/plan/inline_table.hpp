// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rig/plan/edit_table.hpp"

namespace ampsweep::rig {

/// `line`, which says `name = { key = value, ... }`, with `wanted` in place of the values of those
/// keys; new keys come last, those with an empty value go. Every other byte stays.
///
/// Nothing: the line says something else first, the table does not end on it, or its only key is to
/// go.
[[nodiscard]] std::optional<std::string> with_inline_keys(std::string line, const std::string& name,
                                                          const std::vector<KeyValue>& wanted);

}  // namespace ampsweep::rig
