// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "tests/rig/devices/servo/servo_desk.hpp"

namespace ampsweep::test {

/// What a campaign of moves over a line with damaged bytes came to.
struct ChaosCount {
  rig::ExchangeCount exchanges;
  long moves{0};
  long retried_moves{0};
  long wrong{0};          ///< Labels that were not where the knob stood.
  double worst_off{0.0};  ///< Of the labels, in raw.
  int most_retries{0};    ///< Of one move, as the session's policy would.
  double longest_s{0.0};  ///< Of one move, virtual time.
};

/// Moves to random values until so many questions were asked. `truth` tells where the servo
/// stands; a label further off than `allowed` is wrong.
template <class Desk, class Truth>
ChaosCount serial_chaos(Desk& desk, long questions, double allowed, Truth truth) {
  ChaosCount count;
  std::mt19937 random{20261122};
  while (desk.drive->count().asked < questions && count.most_retries <= 20) {
    const double value = std::uniform_real_distribution<>{0.0, 10.0}(random);
    const auto begin = desk.clock.now();
    int retries = -1;
    rig::Result<std::vector<rig::KnobLabel>> labels = tl::unexpected(rig::Fault{});
    while (!labels && retries < 20) {
      ++retries;
      labels = desk.move({{"gain", value}});
    }
    ++count.moves;
    count.retried_moves += retries > 0 ? 1 : 0;
    count.most_retries = std::max(count.most_retries, retries);
    const std::chrono::duration<double> took = desk.clock.now() - begin;
    count.longest_s = std::max(count.longest_s, took.count());
    if (!labels) continue;
    const double off = std::abs(labels->at(0).raw - truth(*desk.device));
    count.worst_off = std::max(count.worst_off, off);
    count.wrong += off > allowed ? 1 : 0;
  }
  count.exchanges = desk.drive->count();
  return count;
}

inline ChaosCount feetech_chaos(long questions, double share, unsigned seed) {
  FeetechDesk desk{
      feetech_bus({.play = 11.4}), {knob_with("gain", feetech_control())}, Noise{share, seed}};
  return serial_chaos(desk, questions, 2.5,
                      [](fixtures::FeetechBusSimulator& bus) { return bus.servo(1).shaft(); });
}

inline ChaosCount maestro_chaos(long questions, double share, unsigned seed) {
  rig::ServoControl servo = pulse_control(rig::ServoProtocol::Maestro, 2);
  servo.hold = true;
  MaestroDesk desk{std::make_shared<fixtures::SimulatedMaestro>(),
                   {knob_with("gain", servo)},
                   Noise{share, seed}};
  return serial_chaos(desk, questions, 0.13,
                      [](fixtures::SimulatedMaestro& board) { return board.pulse_us(2); });
}

inline ChaosCount firmata_chaos(long questions, double share, unsigned seed) {
  FirmataDesk desk{std::make_shared<fixtures::SimulatedFirmata>(),
                   {knob_with("gain", pulse_control(rig::ServoProtocol::Firmata, 9))},
                   Noise{share, seed}};
  return serial_chaos(desk, questions, 0.6,
                      [](fixtures::SimulatedFirmata& board) { return board.pulse_us(9); });
}

}  // namespace ampsweep::test
