// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/make_servos.hpp"

#include <utility>

#include "rig/devices/servo/feetech_drive.hpp"
#include "rig/devices/servo/firmata_drive.hpp"
#include "rig/devices/servo/maestro_drive.hpp"
#include "rig/devices/servo/servo_actuator.hpp"

namespace ampsweep::rig {

std::unique_ptr<ServoDrive> make_servo_drive(ServoProtocol protocol,
                                             std::unique_ptr<SerialLine> line, Clock& clock) {
  switch (protocol) {
    case ServoProtocol::Feetech:
      return std::make_unique<FeetechDrive>(std::move(line), clock);
    case ServoProtocol::Maestro:
      return std::make_unique<MaestroDrive>(std::move(line), clock);
    case ServoProtocol::Firmata:
      return std::make_unique<FirmataDrive>(std::move(line), clock);
  }
  return nullptr;
}

std::unique_ptr<KnobActuator> make_servos(std::vector<Knob> knobs, std::unique_ptr<SerialLine> line,
                                          Clock& clock) {
  const auto protocol = std::get<ServoControl>(knobs.front().control).protocol;
  auto drive = make_servo_drive(protocol, std::move(line), clock);
  return std::make_unique<ServoActuator>(std::move(knobs), std::move(drive), clock);
}

}  // namespace ampsweep::rig
