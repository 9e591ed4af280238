// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "rig/devices/serial_line.hpp"
#include "rig/ports/clock.hpp"
#include "rig/ports/knob_actuator.hpp"
#include "rig/ports/servo_drive.hpp"

namespace ampsweep::rig {

/// What speaks that protocol on that line. `clock` outlives it.
[[nodiscard]] std::unique_ptr<ServoDrive> make_servo_drive(ServoProtocol protocol,
                                                           std::unique_ptr<SerialLine> line,
                                                           Clock& clock);

/// The actuator for servo knobs that share a port, on that line.
///
/// Needs: knobs is not empty, each has a ServoControl of the same protocol. `clock` outlives it.
[[nodiscard]] std::unique_ptr<KnobActuator> make_servos(std::vector<Knob> knobs,
                                                        std::unique_ptr<SerialLine> line,
                                                        Clock& clock);

}  // namespace ampsweep::rig
