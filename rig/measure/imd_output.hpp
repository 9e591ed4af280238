// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>

#include "analysis/intermodulation.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Figures of two tones for scripts (schema "ampsweep-imd-1"; what was not measured is null) and as
/// a table for people. docs/cli.md lists the keys.
[[nodiscard]] nlohmann::ordered_json imd_json(const analysis::ImdFigures& figures, SampleRate rate);
void print_imd(std::ostream& out, const analysis::ImdFigures& figures);

}  // namespace ampsweep::rig
