// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "rig/plan/plan_spec.hpp"
#include "rig/plan/table_reader.hpp"

namespace ampsweep::rig {

// Parts of the reader of [design].

[[nodiscard]] Setting read_fixed(TableReader& table, const std::vector<Knob>& knobs);
/// Ids of the knobs a design varies: those it names, in its order, else all that are not fixed.
[[nodiscard]] std::vector<std::string> varied_knobs(TableReader& table,
                                                    const std::vector<Knob>& knobs,
                                                    const Setting& fixed);
/// Axes over the whole travel, or the stretch `range` gives; in the rig's order.
[[nodiscard]] std::vector<Axis> read_axes(TableReader& table, const std::vector<Knob>& knobs,
                                          const std::vector<std::string>& varied);

/// kind = "list": the settings of `settings` or `csv`.
[[nodiscard]] std::vector<Setting> read_listed(TableReader& table, const std::vector<Knob>& knobs,
                                               const Setting& fixed,
                                               const std::filesystem::path& folder);

/// kind = "panama": file and axes of `points`, whose vectors hold a value for each of `order`.
[[nodiscard]] PanamaSource read_panama(TableReader& table, const DesignSpace& space,
                                       const std::vector<std::string>& order,
                                       const std::filesystem::path& folder);

/// A list says itself what it varies: each axis shrinks to the values listed, and a knob that keeps
/// one value all along is fixed.
void fit_space_to_list(DesignSpec& design);

/// avoid = [ { when = { knob = [low, high] }, why = "..." }, ... ]
[[nodiscard]] std::vector<AvoidRule> read_avoid(TableReader& table, const std::vector<Knob>& knobs);

}  // namespace ampsweep::rig
