// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/dataset/json.hpp"
#include "rig/verify/verify_pair.hpp"

namespace ampsweep::rig {

/// The keys of one pair (docs/verify.md), without a schema.
[[nodiscard]] Json pair_json(const PairReport& report);

/// Reads back what pair_json() wrote. Throws nlohmann's exceptions and std::runtime_error.
[[nodiscard]] PairReport pair_of_json(const Json& json);

/// What a set compares its takes by; exact both ways, for the state file alone.
[[nodiscard]] Json print_json(const analysis::TakePrint& print);
[[nodiscard]] analysis::TakePrint print_of_json(const Json& json);

/// [{code, file, detail}]
[[nodiscard]] Json fault_list_json(const std::vector<FileFault>& faults);

}  // namespace ampsweep::rig
