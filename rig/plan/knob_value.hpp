// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "rig/model/knob.hpp"
#include "rig/plan/config_node.hpp"

namespace ampsweep::rig {

// Values of knobs as files write them: a number on the printed scale, or the name of a position.
// All refuse with SetupError{Data} "file:line: ...". Values come back as the knob
// can take them (nearest step) unless said otherwise.

/// Also called only to refuse; `what` says where the id stood: "column", "fixed", "range".
const Knob& knob_named(const std::vector<Knob>& knobs, const std::string& id,
                       const std::string& file, int line, const std::string& what);

[[nodiscard]] double value_in_text(const Knob& knob, const std::string& text,
                                   const std::string& file, int line);
/// As written, inside the knob's range but not moved to a step.
[[nodiscard]] double printed_in_node(const Knob& knob, const ConfigNode& node,
                                     const std::string& file);
[[nodiscard]] double value_in_node(const Knob& knob, const ConfigNode& node,
                                   const std::string& file);

/// Refuses when `setting` leaves out a knob; `what` it should have been given by.
void require_every_knob(const std::vector<Knob>& knobs, const Setting& setting,
                        const std::string& file, int line, const std::string& what);

}  // namespace ampsweep::rig
