// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// Raw value that comes closest to a printed value: straight from low to high or from mark to mark;
/// of a switch what its position sends. Never outside the control's ends.
[[nodiscard]] int midi_raw(const Knob& knob, const MidiControl& control, double printed);
/// What a raw value stands for; of a switch its nearest position.
[[nodiscard]] double midi_printed(const Knob& knob, const MidiControl& control, int raw);
/// Half a raw step at that place, share of the knob's travel; at a mark the coarser side counts. A
/// switch stands at a position, not between two: 0.
[[nodiscard]] double midi_half_step(const Knob& knob, const MidiControl& control, int raw);
/// The coarsest half step anywhere on the travel.
[[nodiscard]] double midi_half_step(const Knob& knob, const MidiControl& control);
/// What is known about a knob that was sent `raw`: the value it stands for, and half a raw step as
/// a uniform error (1 sigma = half step / sqrt 3).
[[nodiscard]] KnobLabel midi_label(const Knob& knob, const MidiControl& control, int raw);

}  // namespace ampsweep::rig
