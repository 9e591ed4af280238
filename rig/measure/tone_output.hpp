// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>

#include "analysis/tone.hpp"
#include "signals/quantity.hpp"

namespace ampsweep::rig {

/// Figures of one tone for scripts (schema "ampsweep-tone-1"; what was not measured is null) and as
/// a table for people. docs/cli.md lists the keys.
[[nodiscard]] nlohmann::ordered_json tone_json(const analysis::ToneFigures& figures,
                                               SampleRate rate);
void print_tone(std::ostream& out, const analysis::ToneFigures& figures);

}  // namespace ampsweep::rig
