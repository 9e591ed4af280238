// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "rig/capture/calibrate_midi.hpp"
#include "rig/capture/calibrate_servo.hpp"
#include "rig/model/rig.hpp"
#include "rig/ports/bench.hpp"

namespace ampsweep::rig {

struct KnobWish {
  ServoWish servo{};
  MidiWish midi{};
  /// Of a knob turned by hand: how far a hand setting may be off, share of the travel.
  std::optional<double> uncertainty{};
};

/// What a calibration found. One of servo and midi, or neither for a knob turned by hand.
struct KnobCalibration {
  Knob knob;         ///< As it belongs into the rig file.
  std::string date;  ///< UTC, ISO 8601.
  std::optional<ServoCalibration> servo{};
  std::optional<MidiCalibration> midi{};
  /// False: what was found does not describe the knob, and nothing may be saved.
  [[nodiscard]] bool ok() const { return !midi || midi->straight; }
};

/// What a calibration makes its devices from.
struct CalibrationDevices {
  BenchFactory bench;  ///< Its audio is not opened.
  ServoFactory servo;
};

/// Calibrates the knob with that id; see calibrate_servo() and calibrate_midi(). Of a knob turned
/// by hand only the uncertainty of the wish is taken over. Writes nothing: save_knob() does.
///
/// Throws: SetupError{Usage}: no such knob, a simulated one, one turned by hand without an
///         uncertainty to set; else as those two.
/// Thread: control; blocks while the person is asked.
[[nodiscard]] KnobCalibration calibrate_knob(const Rig& rig, const std::string& id,
                                             const CalibrationDevices& devices,
                                             const KnobWish& wish,
                                             const CalibrationObserver& observer,
                                             const std::stop_token& stop);

}  // namespace ampsweep::rig
