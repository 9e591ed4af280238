// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/dataset/json.hpp"
#include "rig/model/midi_control.hpp"

namespace ampsweep::rig {

/// The keys of a control of kind "midi".
void add_midi(Json& json, const MidiControl& midi);
/// Datasets from before "message" hold 7-bit control changes alone. Throws std::runtime_error or
/// the JSON library's own errors for what is none.
[[nodiscard]] MidiControl midi_from(const Json& json);

[[nodiscard]] Json to_json(const MidiPolicy& policy);
/// The "midi" of a rig; datasets from before it have none.
[[nodiscard]] MidiPolicy midi_policy_from(const Json& rig);

}  // namespace ampsweep::rig
