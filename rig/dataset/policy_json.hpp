// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/dataset/json.hpp"
#include "rig/model/policy.hpp"

namespace ampsweep::rig {

/// Exact both ways (tests/rig/dataset/json_test.cpp). What a dataset from before a key does not say
/// stands at its default. Throws std::runtime_error or the JSON library's own errors for what is
/// none.
[[nodiscard]] Json to_json(const Policy& policy);
[[nodiscard]] Policy policy_from(const Json& json);

}  // namespace ampsweep::rig
