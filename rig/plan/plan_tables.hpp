// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "rig/model/plan.hpp"
#include "rig/model/rig.hpp"
#include "rig/plan/plan_spec.hpp"
#include "rig/plan/table_reader.hpp"

namespace ampsweep::rig {

// One reader per table of a plan file; each refuses unknown keys and values out of range.

/// File names come back resolved against `folder`. Levels are held against the rig's output
/// ceiling.
[[nodiscard]] StimulusSpec read_stimulus(TableReader table, const Rig& rig,
                                         const std::filesystem::path& folder);
/// All of it but the warm-up, which has a table of its own.
[[nodiscard]] Policy read_policy(TableReader table);
[[nodiscard]] WarmUpPolicy read_warm_up(TableReader table);
[[nodiscard]] DesignSpec read_design(TableReader table, const Rig& rig,
                                     const std::filesystem::path& folder);
/// Into `design`; without the table 3 and 3, or none for lists and steps.
void read_holdout(std::optional<TableReader> table, DesignSpec& design);
/// `settings` that are to be ordered: there cannot be more blocks.
[[nodiscard]] OrderSpec read_order(std::optional<TableReader> table, std::size_t settings);
/// Without the table: fixed knobs as fixed, the others in the middle of their range, or just clear
/// of what the design avoids.
[[nodiscard]] Setting read_reference(std::optional<TableReader> table, const Rig& rig,
                                     const DesignSpec& design);

/// A table whose keys are knob ids, as values the knobs can take. `what` names it in messages.
[[nodiscard]] Setting read_setting(TableReader table, const std::vector<Knob>& knobs,
                                   const std::string& what);

}  // namespace ampsweep::rig
