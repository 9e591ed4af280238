// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "rig/capture/servo_guide.hpp"
#include "rig/capture/servo_table.hpp"
#include "rig/model/knob.hpp"

namespace ampsweep::rig {

/// How a servo knob is to be calibrated.
struct ServoWish {
  /// Printed values to turn to, beside the knob's minimum and maximum; empty: the quarters between
  /// them. A switch: all its positions, whatever stands here.
  std::vector<double> marks{};
  bool backlash{true};      ///< Measure the play; else the rig file's stays.
  int arrivals{6};          ///< At the middle mark, for the repeatability.
  double pointer_deg{0.5};  ///< How well a person sets a pointer on a line, one sigma.
};

/// What was found.
struct ServoCalibration {
  Knob knob;                     ///< As it belongs into the rig file, date excepted.
  std::vector<ServoMark> found;  ///< Marks as turned to, before they were cut to the soft range.
  bool narrowed{false};          ///< The knob's minimum or maximum moved away from a stop.
  Taper taper;
  bool shaft_read{false};            ///< The servo reads its shaft back.
  std::optional<double> play_deg;    ///< Gears and coupling, at the pointer; nothing: not measured.
  std::optional<double> sides_deg;   ///< Shaft from above less from below, same goal; read back.
  std::optional<double> spread_deg;  ///< Of the arrivals: standard deviation of the shaft, or half
                                     ///< of what the person saw at worst.
  double hand_offset_deg{0.0};       ///< Driven less hand-turned, at the middle mark.
};

/// Leads a person through the calibration of a servo knob, and works out its table:
///
///  1. end stops: turned by hand with the torque off where the shaft is read back; else in small
///     steps, the servo put on the knob in the middle of its travel first;
///  2. marks, in the order of the scale, each approached as sessions approach it: from below in
///  raw;
///  3. play: the middle mark once more from below, then from above. The difference of the two
///     positions at which the pointer stands on the mark is the play of gears and coupling. Where
///     marks were turned by hand all of them move by what the motor stands further there;
///  4. repeatability: arrivals at the middle mark, from both ends of the travel in turn, the last
///     stretch always from below.
///
/// Accuracy: marks within 1 degree, play within 0.5 degrees with steps of half a degree;
///           tests/rig/capture/calibrate_servo_test.
/// Promise:  nothing turns beyond the stops once they are known; the torque limit is written before
///           the torque comes on (the drive's own promise); on every way out, stop included, the
///           servo is let go of. Writes nothing.
/// Throws:   SetupError{Safety}: not confirmed, nobody answered, stopped. SetupError{Device}: the
///           drive's faults, marks that make no table, a coupling that slipped.
/// Needs:    `knob` is turned by a servo; marks of the wish rise and lie inside its scale.
/// Thread:   control; blocks while the person is asked.
[[nodiscard]] ServoCalibration calibrate_servo(const Knob& knob, const ServoBench& bench,
                                               const ServoWish& wish,
                                               const CalibrationObserver& observer,
                                               const std::stop_token& stop);

/// The printed values the person is asked to turn to: minimum, those of the wish or quarters,
/// maximum. Throws SetupError{Usage} for values that are not on the scale or do not rise.
[[nodiscard]] std::vector<double> marks_to_visit(const Knob& knob, const ServoWish& wish);

}  // namespace ampsweep::rig
