// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include "rig/model/take.hpp"

namespace ampsweep::rig::cli {

/// A verdict for scripts: {accepted, gates, faults, warnings}. A gate without a finite value has
/// null there (the ledger's own form, rig/dataset/take_json.hpp, keeps infinities as text).
[[nodiscard]] nlohmann::ordered_json verdict_json(const Verdict& verdict);

}  // namespace ampsweep::rig::cli
