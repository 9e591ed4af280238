// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "rig/capture/job.hpp"

namespace ampsweep::rig::cli {

/// What a plan costs and covers: counts per split, time, disk, coverage, confounding.
[[nodiscard]] std::string plan_summary_text(const Job& job);
/// What the takes of `added` cost, and what they make of the plan they belong to.
[[nodiscard]] std::string extension_summary_text(const Job& added, const Job& whole);
[[nodiscard]] nlohmann::ordered_json plan_summary_json(const Job& job);

}  // namespace ampsweep::rig::cli
