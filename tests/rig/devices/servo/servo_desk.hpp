// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fixtures/servos/feetech_servo.hpp"
#include "fixtures/servos/simulated_firmata.hpp"
#include "fixtures/servos/simulated_maestro.hpp"
#include "rig/devices/servo/feetech_drive.hpp"
#include "rig/devices/servo/firmata_drive.hpp"
#include "rig/devices/servo/maestro_drive.hpp"
#include "rig/devices/servo/servo_actuator.hpp"
#include "tests/support/device_line.hpp"

namespace ampsweep::test {

/// 0 to 10 over 2844 counts: 250 degrees.
inline rig::ServoControl feetech_control(int id = 1) {
  rig::ServoControl servo;
  servo.protocol = rig::ServoProtocol::Feetech;
  servo.address = id;
  servo.port = "bus";
  servo.marks = {{0.0, 600.0}, {10.0, 3444.0}};
  servo.stop_low = 500.0;
  servo.stop_high = 3544.0;
  servo.torque_limit = 60;
  servo.speed_deg_s = 90.0;
  return servo;
}

/// 0 to 10 over 1000 to 2000 us: 100 degrees.
inline rig::ServoControl pulse_control(rig::ServoProtocol protocol, int address) {
  rig::ServoControl servo;
  servo.protocol = protocol;
  servo.address = address;
  servo.port = "board";
  servo.marks = {{0.0, 1000.0}, {10.0, 2000.0}};
  servo.stop_low = 900.0;
  servo.stop_high = 2100.0;
  servo.raw_per_deg = 10.0;
  servo.speed_deg_s = 90.0;
  servo.slip_torque_cnm = 10.0;
  servo.uncertainty_deg = 2.0;
  return servo;
}

inline rig::Knob knob_with(const std::string& id, rig::ServoControl control) {
  rig::Knob knob;
  knob.id = id;
  knob.control = std::move(control);
  return knob;
}

/// An actuator on a simulated device in virtual time; the device stays in reach.
template <class Drive, class Device>
struct ServoDesk {
  std::shared_ptr<fixtures::Timeline> timeline = std::make_shared<fixtures::Timeline>();
  fixtures::SimulatedClock clock{timeline};
  std::shared_ptr<Device> device;
  Drive* drive{nullptr};
  std::unique_ptr<rig::ServoActuator> actuator;

  ServoDesk(std::shared_ptr<Device> made, std::vector<rig::Knob> knobs, Noise noise = Noise{})
      : device(std::move(made)) {
    auto line = std::make_unique<DeviceLine>(device, timeline, noise);
    auto owned = std::make_unique<Drive>(std::move(line), clock);
    drive = owned.get();
    actuator = std::make_unique<rig::ServoActuator>(std::move(knobs), std::move(owned), clock);
  }
  [[nodiscard]] rig::Result<std::vector<rig::KnobLabel>> move(
      const rig::Setting& setting, const std::stop_token& stop = {}) const {
    return actuator->move(setting, stop);
  }
};

using FeetechDesk = ServoDesk<rig::FeetechDrive, fixtures::FeetechBusSimulator>;
using MaestroDesk = ServoDesk<rig::MaestroDrive, fixtures::SimulatedMaestro>;
using FirmataDesk = ServoDesk<rig::FirmataDrive, fixtures::SimulatedFirmata>;

inline std::shared_ptr<fixtures::FeetechBusSimulator> feetech_bus(
    const fixtures::FeetechServoSpec& spec = {}, bool echo = false) {
  return std::make_shared<fixtures::FeetechBusSimulator>(
      std::vector<fixtures::FeetechServoSpec>{spec}, echo);
}

}  // namespace ampsweep::test
