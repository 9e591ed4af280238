// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ampsweep::rig {

/// Who speaks at the other end of the serial line.
enum class ServoProtocol {
  Feetech,  ///< STS3215 on its bus: reads the shaft back, limits its torque.
  Maestro,  ///< Pololu Maestro with a hobby servo: neither.
  Firmata,  ///< StandardFirmata on an Arduino with a hobby servo: neither.
};

/// How much the pot behind the knob can bear.
enum class PotClass {
  P16,         ///< 16 mm pot or larger: its end stop holds 35 cN m.
  Thumbwheel,  ///< Cheap thumbwheel: its end stop holds 9.8 cN m.
};

/// A printed value and where the servo stands there: counts (Feetech, 4096 a turn) or pulse width
/// in microseconds (Maestro, Firmata).
struct ServoMark {
  double printed{0.0};
  double raw{0.0};
};

/// Turned by a servo on a serial line, one to one on the knob's shaft.
///
/// Needs (the rig file sees to it): two marks or more, the first at the knob's minimum, the last at
/// its maximum, printed values rising, raw values all rising or all falling, all of them at least
/// `inset_deg` away from the stops; overshoot_deg < inset_deg.
struct ServoControl {
  ServoProtocol protocol{ServoProtocol::Feetech};
  std::string port;              ///< Stable name: part of /dev/serial/by-id, or a path.
  int baud{1000000};             ///< Feetech and Firmata; a Maestro's USB port has none.
  int address{0};                ///< Servo id, Maestro channel or Arduino pin.
  std::vector<ServoMark> marks;  ///< Printed value to position.
  double stop_low{0.0};          ///< Raw position of the mechanical end stop with the lower raw.
  double stop_high{0.0};         ///< Of the other one.
  PotClass pot{PotClass::P16};
  double speed_deg_s{60.0};     ///< At most kMostServoSpeed.
  double overshoot_deg{3.0};    ///< Every target is approached from this far below in raw.
  double inset_deg{4.0};        ///< Marks keep this distance from the stops.
  double backlash_deg{1.0};     ///< Play of gears and coupling.
  double uncertainty_deg{0.2};  ///< All other error of the position, one sigma.
  double settle_ms{300.0};      ///< How long the amp, and an open-loop servo, need after a move.
  bool hold{false};             ///< Torque stays on between moves.
  double raw_per_deg{4096.0 / 360.0};  ///< Counts or microseconds.
  // Feetech
  int torque_limit{0};    ///< 0.1 % of the stall torque.
  double supply_v{12.0};  ///< Nominal: 12 or 7.4.
  // Maestro
  bool crc{true};             ///< Commands carry a CRC-7; set up in the Maestro as well.
  std::optional<int> device;  ///< Device number: Pololu protocol. None: compact protocol.
  // Maestro, Firmata
  double slip_torque_cnm{0.0};  ///< Where the clutch between servo and knob slips.

  std::string calibrated;  ///< ISO 8601 date of the calibration; "" when unknown.
};

/// Knob servos turn no faster (knob-protocols.md 11.4).
inline constexpr double kMostServoSpeed = 90.0;
/// A shaft further from its goal than this, without moving on, is stuck (11.5).
inline constexpr double kServoErrorDeg = 2.0;

/// Highest torque limit (0.1 % of the stall torque) an STS3215 at that supply may have on such a
/// pot: half of what the end stop holds (10.2).
[[nodiscard]] int highest_torque_limit(PotClass pot, double supply_v);
/// Highest torque in cN m at which a clutch may slip on such a pot: half of what the stop holds.
[[nodiscard]] double highest_slip_torque(PotClass pot);
/// Smallest step of a position: 1 count, 0.25 us, 1 us.
[[nodiscard]] double raw_step(ServoProtocol protocol);
[[nodiscard]] const char* raw_unit(ServoProtocol protocol);  ///< "counts", "us"

/// Raw positions, ends included.
struct RawRange {
  double low{0.0};
  double high{0.0};
  [[nodiscard]] bool holds(double raw) const { return raw >= low && raw <= high; }
};
/// What the device itself can be told. Below 544 the Arduino's servo library reads degrees.
[[nodiscard]] RawRange device_range(ServoProtocol protocol);
/// What keeps `inset_deg` away from the stops, on positions the device can be sent to.
[[nodiscard]] RawRange soft_range(const ServoControl& control);
/// The nearest position the device can be sent to.
[[nodiscard]] double quantised_raw(const ServoControl& control, double raw);
/// The positions by which a target is reached, always upward in raw: directly from
/// `overshoot_deg` or more below it, else by way of the point that far below. From an unknown place
/// by way of that point too.
[[nodiscard]] std::vector<double> approach(const ServoControl& control, std::optional<double> from,
                                           double target);

/// Position for a printed value, straight between marks. Values outside the marks give the nearest
/// mark: a servo is never sent beyond them.
[[nodiscard]] double servo_raw(const ServoControl& control, double printed);
/// Printed value of a position; extrapolated along the outermost marks, as a shaft read back may
/// stand a little beyond them.
[[nodiscard]] double servo_printed(const ServoControl& control, double raw);
/// Degrees between the first and the last mark.
[[nodiscard]] double servo_travel_deg(const ServoControl& control);
/// One sigma of a label, share of the travel: play as a uniform error, and uncertainty_deg.
[[nodiscard]] double servo_uncertainty(const ServoControl& control);

/// The same servo: same port and id, channel or pin.
[[nodiscard]] bool same_servo(const ServoControl& a, const ServoControl& b);

[[nodiscard]] const char* to_string(ServoProtocol protocol);  ///< "feetech", "maestro", "firmata"
[[nodiscard]] const char* to_string(PotClass pot);            ///< "p16", "thumbwheel"
/// "servo 3", "channel 0", "pin 9".
[[nodiscard]] std::string servo_name(const ServoControl& control);

}  // namespace ampsweep::rig
