// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rig/formats/check_context.hpp"

namespace ampsweep::rig::formats {

/// One entry of `train` or `validation`, `common` merged under it.
struct NamEntry {
  std::string where;  ///< "data.json/train/0"
  Json keys;
  std::vector<std::pair<std::string, double>> setting{};  ///< Knobs, where the format has any.
};

/// The entries of one part, an object or a list. Findings: missing_part, unknown_key (stock Dataset
/// takes keyword arguments: any other key is a TypeError), missing_key.
/// `extra`: keys that a fork takes out before.
/// Source: training-formats.md 2.1 (neural-amp-modeler e296039, nam/data.py).
[[nodiscard]] std::vector<NamEntry> nam_entries(CheckContext& check, const std::string& file,
                                                const Json& data, const char* part,
                                                const std::set<std::string>& extra = {});

}  // namespace ampsweep::rig::formats
