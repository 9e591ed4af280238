// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/servo/feetech_drive.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/rig/devices/servo/servo_desk.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::test;
using namespace std::chrono_literals;

namespace {

std::vector<Knob> one_knob(ServoControl servo = feetech_control()) {
  return {knob_with("gain", std::move(servo))};
}

Setting at(double value) { return {{"gain", value}}; }

/// Index of the first write to `address` that wrote `first` there.
std::size_t position_of(const fixtures::FeetechServo& servo, int address, int first) {
  for (std::size_t i = 0; i < servo.writes().size(); ++i) {
    if (servo.writes()[i].address == address && servo.writes()[i].values[0] == first) return i;
  }
  return servo.writes().size();
}

std::string fault_of(const Result<std::vector<KnobLabel>>& result) {
  REQUIRE_FALSE(result.has_value());
  return result.error().detail;
}

bool contains(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("feetech: the knob goes where it is sent and the label is what was read back") {
    FeetechDesk desk{feetech_bus(), one_knob()};
    for (const double value : {5.0, 0.0, 10.0, 9.9, 3.3}) {
      const auto labels = desk.move(at(value));
      REQUIRE(labels.has_value());
      const KnobLabel& label = labels->at(0);
      CHECK(label.source == LabelSource::ReadBack);
      CHECK(std::abs(label.printed - value) < 0.01);
      CHECK(std::abs(label.raw - desk.device->servo(1).shaft()) <= 0.51);
      CHECK(label.uncertainty == doctest::Approx(servo_uncertainty(feetech_control())));
      CHECK_FALSE(desk.device->servo(1).torque_on());  // hold policy
    }
  }

  TEST_CASE("feetech: torque limit, then goal where it stands, then torque; in this order") {
    FeetechDesk desk{feetech_bus({.position = 2000.0}), one_knob()};
    REQUIRE(desk.move(at(5.0)).has_value());
    const auto& servo = desk.device->servo(1);

    const auto limit = position_of(servo, 48, 60);
    const auto goal = position_of(servo, 42, 2000 & 0xFF);
    const auto torque = position_of(servo, 40, 1);
    CHECK(limit < goal);
    CHECK(goal < torque);
    CHECK(torque < servo.writes().size());
    for (const auto& write : servo.writes()) {
      if (write.address != 42) continue;
      const int speed = write.values[4] | write.values[5] << 8;
      CHECK(speed >= 1);  // 0 is as fast as it can
      CHECK(speed <= 1024);
    }
    CHECK(servo.fastest() <= 1024.5);  // 90 degrees/s
    CHECK(servo.highest_load() <= 60.0);
  }

  TEST_CASE("feetech: a limit above what the pot bears is not sent, whatever the model says") {
    ServoControl servo = feetech_control();
    servo.torque_limit = 1000;
    FeetechDesk desk{feetech_bus(), one_knob(servo)};
    REQUIRE(desk.move(at(1.0)).has_value());
    CHECK(position_of(desk.device->servo(1), 48, 60) < desk.device->servo(1).writes().size());
    CHECK(position_of(desk.device->servo(1), 48, 1000 & 0xFF) ==
          desk.device->servo(1).writes().size());
  }

  TEST_CASE("feetech: approached from one side, play does not depend on where the knob came from") {
    const auto spread = [](double overshoot) {
      ServoControl servo = feetech_control();
      servo.overshoot_deg = overshoot;
      FeetechDesk desk{feetech_bus({.play = 11.4}), one_knob(servo)};  // 1 degree
      REQUIRE(desk.move(at(1.0)).has_value());
      REQUIRE(desk.move(at(5.0)).has_value());
      const double from_below = desk.device->servo(1).knob();
      REQUIRE(desk.move(at(9.0)).has_value());
      REQUIRE(desk.move(at(5.0)).has_value());
      return std::abs(desk.device->servo(1).knob() - from_below);
    };
    CHECK(spread(3.0) <= 1.0);
    CHECK(spread(0.0) == doctest::Approx(11.4).epsilon(0.1));  // the play, seen without it
  }

  TEST_CASE("feetech: friction that stops it short shows in the label, not as a wrong label") {
    FeetechDesk desk{feetech_bus({.sag = 15.0}), one_knob()};
    const auto labels = desk.move(at(5.0));
    REQUIRE(labels.has_value());
    CHECK(labels->at(0).raw == doctest::Approx(desk.device->servo(1).shaft()).epsilon(0.001));
    CHECK(std::abs(labels->at(0).raw - 2022.0) > 10.0);
  }

  TEST_CASE("feetech: a knob that stands there is not moved again; one that was touched is") {
    FeetechDesk desk{feetech_bus(), one_knob()};
    REQUIRE(desk.move(at(5.0)).has_value());
    const auto writes = desk.device->servo(1).writes().size();
    REQUIRE(desk.move(at(5.0)).has_value());
    CHECK(desk.device->servo(1).writes().size() == writes);
    desk.device->servo(1).turn_by_hand(2300.0);
    REQUIRE(desk.move(at(5.0)).has_value());
    CHECK(desk.device->servo(1).shaft() == doctest::Approx(2022.0).epsilon(0.002));
  }

  TEST_CASE("feetech: a knob that was turned during a take is told after it, once") {
    FeetechDesk desk{feetech_bus(), one_knob()};
    CHECK(desk.actuator->held());  // never moved
    REQUIRE(desk.move(at(5.0)).has_value());
    CHECK(desk.actuator->held());
    desk.device->servo(1).turn_by_hand(2022.0 + 4.0);  // a third of a degree
    CHECK(desk.actuator->held());
    desk.device->servo(1).turn_by_hand(2300.0);
    const auto held = desk.actuator->held();
    REQUIRE_FALSE(held.has_value());
    CHECK(contains(held.error().detail, "knob \"gain\": it was turned by 24 degrees"));
    CHECK(desk.actuator->held());  // told once; the next move turns it back
  }

  TEST_CASE("feetech: a servo that was unplugged during a take speaks against it") {
    FeetechDesk desk{feetech_bus(), one_knob()};
    REQUIRE(desk.move(at(5.0)).has_value());
    CHECK(desk.actuator->held());
    *desk.device = *feetech_bus({.id = 9});  // nobody answers to 1
    const auto held = desk.actuator->held();
    REQUIRE_FALSE(held.has_value());
    CHECK(held.error().code == FaultCode::KnobNotReached);
    CHECK(contains(held.error().detail, "knob \"gain\": nobody can say whether it stood still"));
    *desk.device = *feetech_bus();
    CHECK(desk.actuator->held());  // told once
    CHECK(desk.move(at(5.0)).has_value());
  }

  TEST_CASE("feetech: an obstacle ends the move within a second, with the torque off") {
    FeetechDesk desk{feetech_bus(), one_knob()};
    desk.device->servo(1).block(0.0, 2500.0);
    const auto result = desk.move(at(9.0));
    const std::string why = fault_of(result);
    CHECK(contains(why, "knob \"gain\": servo 1 is stuck"));
    CHECK(result.error().code == FaultCode::KnobNotReached);
    CHECK_FALSE(desk.device->servo(1).torque_on());
    CHECK(desk.device->servo(1).highest_load() <= 60.0);
    CHECK(desk.clock.now() < 3s);
    desk.device->servo(1).unblock();
    CHECK(desk.move(at(9.0)).has_value());
  }

  TEST_CASE("feetech: hot at 55 C it rests with the torque off until 45 C, then goes on") {
    FeetechDesk desk{feetech_bus(), one_knob()};
    desk.device->servo(1).set_celsius(56.0);
    REQUIRE(desk.move(at(3.0)).has_value());
    CHECK(desk.clock.now() > 20s);  // 25 + 31 exp(-t/60) = 45.5 after 25 s
    CHECK(desk.clock.now() < 60s);
    CHECK(position_of(desk.device->servo(1), 40, 0) < position_of(desk.device->servo(1), 40, 1));

    FeetechDesk boiling{feetech_bus({.ambient = 60.0}), one_knob()};
    CHECK(contains(fault_of(boiling.move(at(3.0))), "stays above 45 C"));
    CHECK_FALSE(boiling.device->servo(1).torque_on());
  }

  TEST_CASE("feetech: a weak supply, and a shaft beyond the stops, are refused before it moves") {
    FeetechDesk weak{feetech_bus({.volts = 8.5}), one_knob()};
    CHECK(contains(fault_of(weak.move(at(3.0))), "gets 8.5 V where 12.0 V are due"));
    FeetechDesk slipped{feetech_bus({.position = 3700.0}), one_knob()};
    CHECK(contains(fault_of(slipped.move(at(3.0))), "stands at 3700 counts, beyond the end stops"));
    for (const auto* desk : {&weak, &slipped}) {
      const auto& servo = desk->device->servo(1);
      CHECK(position_of(servo, 40, 1) == servo.writes().size());
    }
  }

  TEST_CASE("feetech: overload left behind is cleared by taking the torque off") {
    FeetechDesk desk{feetech_bus(), one_knob()};
    auto& servo = desk.device->servo(1);
    servo.block(2000.0, 2100.0);
    servo.write(48, Bytes{60, 0});
    servo.write(42, Bytes{0, 4, 0, 0, 100, 0});
    servo.write(40, Bytes{1});
    servo.pass(3s);
    servo.unblock();
    REQUIRE(servo.read(65, 1)[0] == 32);
    CHECK(desk.move(at(5.0)).has_value());
    CHECK(servo.read(65, 1)[0] == 0);
  }

  TEST_CASE("feetech: STOP ends a move at once, with the torque off") {
    struct StopsAt final : Clock {
      Clock& clock;
      std::chrono::nanoseconds when;
      std::stop_source source;
      StopsAt(Clock& c, std::chrono::nanoseconds w) : clock(c), when(w) {}
      [[nodiscard]] std::chrono::nanoseconds now() const override { return clock.now(); }
      [[nodiscard]] std::string utc() const override { return clock.utc(); }
      bool wait(std::chrono::nanoseconds time, const std::stop_token& stop) override {
        if (clock.now() + time > when) source.request_stop();
        return clock.wait(time, stop);
      }
    };
    auto timeline = std::make_shared<fixtures::Timeline>();
    fixtures::SimulatedClock base{timeline};
    StopsAt clock{base, 500ms};
    const auto bus = feetech_bus();
    ServoActuator actuator{
        one_knob(),
        std::make_unique<FeetechDrive>(std::make_unique<DeviceLine>(bus, timeline), clock), clock};

    const auto result = actuator.move(at(10.0), clock.source.get_token());

    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().code == FaultCode::Stopped);
    CHECK_FALSE(bus->servo(1).torque_on());
    CHECK(clock.now() < 600ms);
    CHECK(bus->servo(1).shaft() < 2700.0);
  }

  TEST_CASE("feetech: hold keeps the torque, release takes it off, also when destroyed") {
    ServoControl servo = feetech_control();
    servo.hold = true;
    const auto bus = feetech_bus();
    {
      FeetechDesk desk{bus, one_knob(servo)};
      REQUIRE(desk.move(at(5.0)).has_value());
      CHECK(bus->servo(1).torque_on());
      desk.actuator->release();
      CHECK_FALSE(bus->servo(1).torque_on());
      REQUIRE(desk.move(at(6.0)).has_value());
      CHECK(bus->servo(1).torque_on());
    }
    CHECK_FALSE(bus->servo(1).torque_on());
  }

  TEST_CASE("feetech: an adapter that echoes, another id and a silent bus") {
    FeetechDesk echo{feetech_bus({}, true), one_knob()};
    CHECK(echo.move(at(7.0)).has_value());
    FeetechDesk absent{feetech_bus({.id = 2}), one_knob()};
    CHECK(contains(fault_of(absent.move(at(7.0))),
                   "servo 1 on \"test line\" gave no sound answer in 8 tries"));
  }

  TEST_CASE("feetech: standing reads the shaft back and moves nothing") {
    FeetechDesk desk{feetech_bus({.position = 2022.0}), one_knob()};
    const auto labels = desk.actuator->standing();
    REQUIRE(labels.has_value());
    CHECK(labels->at(0).printed == doctest::Approx(5.0));
    CHECK(labels->at(0).source == LabelSource::ReadBack);
    CHECK(desk.device->servo(1).writes().empty());
  }

  TEST_CASE("feetech: the approach of the lowest and highest value stays off the stops") {
    FeetechDesk desk{feetech_bus({.stop_low = 500.0, .stop_high = 3544.0}), one_knob()};
    for (const double value : {0.0, 10.0, 0.0}) REQUIRE(desk.move(at(value)).has_value());
    for (const auto& write : desk.device->servo(1).writes()) {
      if (write.address != 42) continue;
      const int goal = write.values[0] | write.values[1] << 8;
      CHECK(goal > 500);
      CHECK(goal < 3544);
    }
  }

  TEST_CASE("feetech: a steered knob follows with its torque limited, and a move takes it over") {
    FeetechDesk desk{feetech_bus(), one_knob()};
    REQUIRE(desk.move(at(2.0)).has_value());
    REQUIRE(desk.actuator->steer("gain", 2.0).has_value());
    CHECK(desk.device->servo(1).torque_on());
    for (int look = 0; look <= 200; ++look) {
      const auto label = desk.actuator->steer("gain", 2.0 + 0.02 * look);
      REQUIRE(label.has_value());
      CHECK(label->source == LabelSource::Commanded);
      desk.clock.wait(20ms, {});
    }
    desk.clock.wait(500ms, {});
    const auto stands = desk.actuator->standing();
    REQUIRE(stands.has_value());
    CHECK(std::abs(stands->at(0).printed - 6.0) < 0.05);
    REQUIRE(desk.move(at(2.0)).has_value());
    CHECK_FALSE(desk.device->servo(1).torque_on());
    REQUIRE(desk.actuator->steer("gain", 3.0).has_value());
    desk.actuator->release();
    CHECK_FALSE(desk.device->servo(1).torque_on());
  }
}
