// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <vector>

#include "rig/capture/servo_guide.hpp"
#include "rig/model/knob.hpp"
#include "rig/ports/knob_actuator.hpp"

namespace ampsweep::rig {

/// Which CC values are sent; the person says what the panel shows at each.
struct MidiWish {
  std::vector<int> values{0, 16, 32, 48, 64, 80, 96, 112, 127};
  double tolerance{0.02};  ///< Furthest a reading may lie from the line, share of the travel.
};

/// What the amp shows when a CC value was sent.
struct MidiReading {
  int value{0};
  double printed{0.0};
};

struct MidiCalibration {
  Knob knob;  ///< With the low and high found.
  std::vector<MidiReading> readings;
  double worst{0.0};     ///< Furthest reading from the line, share of the travel.
  double worst_at{0.0};  ///< Its printed value.
  bool straight{false};  ///< worst is within the tolerance: low and high describe the knob.
};

/// The knob as a scale of CC values, 0 to 127: an actuator made for it sends them as they are.
/// Needs: `knob` is turned by a MIDI control change.
[[nodiscard]] Knob as_cc_values(const Knob& knob);

/// Low and high of the straight line through the readings inside the scale: an end of it the amp
/// may show at many values. Where there are too few of them (a switch) the innermost readings of
/// the ends count too. Whole and 0 to 127; left as they were when the readings are not straight.
///
/// Throws: SetupError{Device}: fewer than two different readings, the knob shows the same at all
///         values, or one of its ends is beyond what 0 to 127 reach (says which it shows there).
[[nodiscard]] MidiCalibration midi_line(const Knob& knob, std::vector<MidiReading> readings,
                                        double tolerance);

/// Sends the values of the wish one after the other, asks what the knob shows at each, and finds
/// low and high. An empty answer leaves one out.
/// `actuator`: turns as_cc_values(knob) alone.
/// Throws: as midi_line(); SetupError{Safety}: stopped, or nobody answered.
[[nodiscard]] MidiCalibration calibrate_midi(const Knob& knob, KnobActuator& actuator,
                                             Operator& person, const MidiWish& wish,
                                             const CalibrationObserver& observer,
                                             const std::stop_token& stop);

}  // namespace ampsweep::rig
