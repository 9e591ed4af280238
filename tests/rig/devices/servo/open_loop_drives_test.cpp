// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <cmath>

#include "tests/rig/devices/servo/servo_desk.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::test;
using namespace std::chrono_literals;

namespace {

Knob maestro_knob(bool hold = true) {
  ServoControl servo = pulse_control(ServoProtocol::Maestro, 2);
  servo.hold = hold;
  return knob_with("gain", servo);
}

Knob firmata_knob() { return knob_with("gain", pulse_control(ServoProtocol::Firmata, 9)); }

Setting at(double value) { return {{"gain", value}}; }

std::shared_ptr<fixtures::SimulatedMaestro> maestro(
    const fixtures::SimulatedMaestro::Spec& spec = {}) {
  return std::make_shared<fixtures::SimulatedMaestro>(spec);
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("maestro: the pulse is the value's, the label is commanded with its uncertainty") {
    MaestroDesk desk{maestro(), {maestro_knob()}};
    for (const double value : {5.0, 0.0, 10.0, 3.3}) {
      const auto labels = desk.move(at(value));
      REQUIRE(labels.has_value());
      CHECK(desk.device->pulse_us(2) == doctest::Approx(1000.0 + 100.0 * value));
      CHECK(labels->at(0).source == LabelSource::Commanded);
      CHECK(labels->at(0).printed == doctest::Approx(value));
      CHECK(labels->at(0).uncertainty == doctest::Approx(std::sqrt(4.0 + 1.0 / 12.0) / 100.0));
    }
  }

  TEST_CASE("maestro: after the first move, pulses never jump: let go of between or not") {
    for (const bool hold : {true, false}) {
      MaestroDesk desk{maestro(), {maestro_knob(hold)}};
      REQUIRE(desk.move(at(5.0)).has_value());
      CHECK((desk.device->pulse_us(2) > 0.0) == hold);
      REQUIRE(desk.move(at(10.0)).has_value());
      REQUIRE(desk.move(at(2.0)).has_value());
      CHECK(desk.device->fastest() <= 900.5);  // 90 degrees/s of 10 us
      CHECK(desk.device->fastest() > 500.0);
    }
  }

  TEST_CASE("maestro: a value quantised to a quarter microsecond is the value of the label") {
    MaestroDesk desk{maestro(), {maestro_knob()}};
    const auto labels = desk.move(at(3.33333));
    REQUIRE(labels.has_value());
    CHECK(labels->at(0).raw == 1333.25);
    CHECK(labels->at(0).printed == doctest::Approx(3.3325));
  }

  TEST_CASE("maestro: Pololu framing reaches only its device") {
    Knob knob = maestro_knob();
    std::get<ServoControl>(knob.control).device = 12;
    MaestroDesk desk{maestro(), {knob}};
    REQUIRE(desk.move(at(5.0)).has_value());
    CHECK(desk.device->pulse_us(2) == 1500.0);
    std::get<ServoControl>(knob.control).device = 13;
    MaestroDesk other{maestro(), {knob}};
    CHECK_FALSE(other.move(at(5.0)).has_value());
    CHECK(other.device->pulse_us(2) == 0.0);
  }

  TEST_CASE("maestro: a CRC that only one side expects is a fault that says so, and no movement") {
    for (const bool crc : {true, false}) {
      Knob knob = maestro_knob();
      std::get<ServoControl>(knob.control).crc = !crc;
      MaestroDesk desk{maestro({.crc = crc}), {knob}};
      const auto result = desk.move(at(5.0));
      REQUIRE_FALSE(result.has_value());
      CHECK(result.error().code == FaultCode::KnobNotReached);
      CHECK(desk.device->pulse_us(2) == 0.0);
    }
  }

  TEST_CASE("maestro: its own timeout and a restart are recovered from at the next move") {
    MaestroDesk desk{maestro({.timeout = 5000ms}), {maestro_knob()}};
    REQUIRE(desk.move(at(5.0)).has_value());
    desk.timeline->advance(10s);
    REQUIRE(desk.move(at(7.0)).has_value());
    CHECK(desk.device->pulse_us(2) == 1700.0);
    desk.device->restart();
    REQUIRE(desk.move(at(3.0)).has_value());
    CHECK(desk.device->pulse_us(2) == 1300.0);
    CHECK(desk.device->speed(2) == 36);  // set again: 90 x 10 us/s in 0.25 us per 10 ms
  }

  TEST_CASE("maestro: stop and release end the pulses") {
    MaestroDesk desk{maestro(), {maestro_knob()}};
    REQUIRE(desk.move(at(5.0)).has_value());
    desk.actuator->release();
    CHECK(desk.device->pulse_us(2) == 0.0);
    std::stop_source stop;
    stop.request_stop();
    const auto result = desk.move(at(6.0), stop.get_token());
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == FaultCode::Stopped);
    CHECK(desk.device->pulse_us(2) == 0.0);
  }

  TEST_CASE("firmata: waits for a slow boot, then the pulse is the value's") {
    FirmataDesk desk{std::make_shared<fixtures::SimulatedFirmata>(9000ms), {firmata_knob()}};
    for (const double value : {5.0, 0.0, 10.0, 3.3}) {
      const auto labels = desk.move(at(value));
      REQUIRE(labels.has_value());
      CHECK(desk.device->pulse_us(9) == 1000 + static_cast<int>(std::lround(100.0 * value)));
      CHECK(labels->at(0).source == LabelSource::Commanded);
      CHECK(labels->at(0).printed == doctest::Approx(value));
    }
    // 90 degrees/s of 10 us are 18 us a frame, and two steps may fall into one frame
    CHECK(desk.device->largest_step() <= 36);
  }

  TEST_CASE("firmata: a board that never answers is a fault within 20 s") {
    FirmataDesk desk{std::make_shared<fixtures::SimulatedFirmata>(1000s), {firmata_knob()}};
    const auto result = desk.move(at(5.0));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().detail.find("upload StandardFirmata") != std::string::npos);
    CHECK(desk.clock.now() < 20s);
  }

  TEST_CASE("firmata: a board that was reset is set up again") {
    FirmataDesk desk{std::make_shared<fixtures::SimulatedFirmata>(100ms), {firmata_knob()}};
    REQUIRE(desk.move(at(5.0)).has_value());
    desk.device->restart();
    const auto result = desk.move(at(7.0));
    REQUIRE(result.has_value());
    CHECK(desk.device->pulse_us(9) == 1700);
  }

  TEST_CASE("firmata: the board's own limits hold the travel and fit into its 8 bits") {
    ServoControl servo = pulse_control(ServoProtocol::Firmata, 9);
    CHECK(firmata_limits(servo).lowest_us == 968);  // 970, outward to 544 + 4 n
    CHECK(firmata_limits(servo).highest_us == 2000);
    servo.marks = {{0.0, 1500.0}, {10.0, 1300.0}};
    CHECK(firmata_limits(servo).lowest_us == 1052);  // -127 steps of 4 us from 544
    CHECK(firmata_limits(servo).highest_us == 1892);
    servo.marks = {{0.0, 600.0}, {10.0, 2350.0}};
    CHECK(firmata_limits(servo).lowest_us == 568);
    CHECK(firmata_limits(servo).highest_us == 2352);
  }

  TEST_CASE("firmata: release lets go of the pin") {
    FirmataDesk desk{std::make_shared<fixtures::SimulatedFirmata>(0ms), {firmata_knob()}};
    REQUIRE(desk.move(at(5.0)).has_value());
    desk.actuator->release();
    CHECK(desk.device->pulse_us(9) == 0);
  }

  TEST_CASE("approach: always upward, by way of a point below") {
    const ServoControl servo = pulse_control(ServoProtocol::Maestro, 0);
    CHECK(approach(servo, std::nullopt, 1500.0) == std::vector<double>{1470.0, 1500.0});
    CHECK(approach(servo, 1600.0, 1500.0) == std::vector<double>{1470.0, 1500.0});
    CHECK(approach(servo, 1490.0, 1500.0) == std::vector<double>{1470.0, 1500.0});
    CHECK(approach(servo, 1470.0, 1500.0) == std::vector<double>{1500.0});
    CHECK(approach(servo, 1000.0, 1500.0) == std::vector<double>{1500.0});
  }

  TEST_CASE("maestro: a steered servo follows the curve at its speed, and nothing waits for it") {
    for (const bool hold : {true, false}) {
      MaestroDesk desk{maestro(), {maestro_knob(hold)}};
      REQUIRE(desk.move(at(2.0)).has_value());
      REQUIRE(desk.actuator->steer("gain", 2.0).has_value());  // the force comes on
      for (int look = 0; look <= 100; ++look) {
        const auto before = desk.clock.now();
        const auto label = desk.actuator->steer("gain", 2.0 + 0.04 * look);
        REQUIRE(label.has_value());
        CHECK(desk.clock.now() - before < 5ms);
        CHECK(label->printed == doctest::Approx(2.0 + 0.04 * look));
        desk.clock.wait(20ms, {});
      }
      desk.clock.wait(100ms, {});
      REQUIRE(desk.actuator->standing().has_value());
      CHECK(desk.device->pulse_us(2) == doctest::Approx(1600.0));
      REQUIRE(desk.actuator->steer("gain", 99.0).has_value());  // a jump, and beyond the scale
      desk.clock.wait(5s, {});
      REQUIRE(desk.actuator->standing().has_value());
      CHECK(desk.device->pulse_us(2) == doctest::Approx(2000.0));
      CHECK(desk.device->fastest() <= 900.5);
      REQUIRE(desk.move(at(2.0)).has_value());
      CHECK(desk.device->fastest() <= 900.5);
      CHECK((desk.device->pulse_us(2) > 0.0) == hold);
    }
  }

  TEST_CASE("maestro: steering before any move is refused, and release takes the pulses off") {
    MaestroDesk desk{maestro(), {maestro_knob(false)}};
    CHECK_FALSE(desk.actuator->steer("gain", 5.0).has_value());
    REQUIRE(desk.move(at(2.0)).has_value());
    REQUIRE(desk.actuator->steer("gain", 3.0).has_value());
    REQUIRE(desk.actuator->standing().has_value());
    CHECK(desk.device->pulse_us(2) > 0.0);
    desk.actuator->release();
    CHECK(desk.device->pulse_us(2) == 0.0);
  }

  TEST_CASE("firmata: a steered servo keeps its speed by steps of this program") {
    FirmataDesk desk{std::make_shared<fixtures::SimulatedFirmata>(), {firmata_knob()}};
    REQUIRE(desk.move(at(2.0)).has_value());
    double raw = 1200.0;
    for (int look = 0; look < 60; ++look) {
      const auto label = desk.actuator->steer("gain", 10.0);  // a jump
      REQUIRE(label.has_value());
      CHECK(label->raw - raw <= 18.0 + 1e-9);  // 90 degrees/s of 10 us, 20 ms
      CHECK(label->printed == doctest::Approx((label->raw - 1000.0) / 100.0));
      raw = label->raw;
      desk.clock.wait(20ms, {});
    }
    CHECK(raw == 2000.0);
    REQUIRE(desk.move(at(2.0)).has_value());
  }
}
