// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rig/model/rig.hpp"
#include "rig/plan/table_reader.hpp"

namespace ampsweep::rig {

// One reader per table of a rig file; each refuses unknown keys and values out of range.

[[nodiscard]] AudioSpec read_audio(TableReader table);
[[nodiscard]] LoadSpec read_load(TableReader table);
/// `stop`: STOP over MIDI, where there is one.
[[nodiscard]] SafetySpec read_safety(TableReader table, std::optional<Footswitch>& stop);
[[nodiscard]] LevelSpec read_levels(TableReader table, LevelRecord& record);
[[nodiscard]] Calibration read_calibration(TableReader table);
[[nodiscard]] SimulationSpec read_simulated(TableReader table, const std::vector<Knob>& knobs);
/// `api` decides whether a knob may go without a control (only on the simulated bench).
[[nodiscard]] std::vector<Knob> read_knobs(std::vector<TableReader> tables, AudioApi api);

/// A control of kind "feetech", "maestro" or "firmata"; refuses positions beyond the stops and more
/// torque than the pot can bear. Needs the knob's scale.
[[nodiscard]] ServoControl read_servo(TableReader& table, ServoProtocol protocol, const Knob& knob);
/// Refuses `knob` when it is on the servo of `other`, or on its port in another language.
void refuse_shared_servo(const TableReader& table, const Knob& other, const Knob& knob);

/// A control of kind "midi". Needs the knob's scale or positions.
[[nodiscard]] MidiControl read_midi(TableReader& table, const Knob& knob);
[[nodiscard]] MidiPolicy read_midi_policy(TableReader table);
/// A table that says which MIDI message a pedal sends.
[[nodiscard]] Footswitch read_footswitch(TableReader& table);
/// [manual]: the foot-switch, where there is one.
[[nodiscard]] std::optional<Footswitch> read_manual(TableReader table);
/// Refuses `knob` when what is sent to it would move `other` too.
void refuse_shared_midi(const TableReader& table, const Knob& other, const Knob& knob);

/// mark_values and mark_positions: from the knob's minimum to its maximum, both going on from entry
/// to entry.
[[nodiscard]] std::vector<ServoMark> read_mark_lists(TableReader& table, const Knob& knob,
                                                     const Range& range);

/// Key "date": ISO 8601, "" when absent.
[[nodiscard]] std::string read_date(TableReader& table);
/// `[a-z][a-z0-9_]*`, at most 32 characters: fits file names, columns and --set.
[[nodiscard]] bool is_id(std::string_view text);

}  // namespace ampsweep::rig
