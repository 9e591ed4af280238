// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/model/servo.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "rig/model/knob.hpp"

using namespace ampsweep::rig;

namespace {

ServoControl straight(double low, double high) {
  ServoControl servo;
  servo.marks = {{0.0, low}, {10.0, high}};
  return servo;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("servo: two marks are a straight line, both ways") {
    const ServoControl up = straight(1000.0, 3000.0);
    const ServoControl down = straight(3000.0, 1000.0);

    CHECK(servo_raw(up, 2.5) == 1500.0);
    CHECK(servo_raw(down, 2.5) == 2500.0);
    CHECK(servo_printed(up, 1500.0) == 2.5);
    CHECK(servo_printed(down, 2500.0) == 2.5);
  }

  TEST_CASE("servo: marks bend the scale, and reading back is the inverse") {
    ServoControl servo;
    for (const bool reversed : {false, true}) {
      servo.marks = {{-1.0, 600.0}, {0.0, 700.0}, {5.0, 2700.0}, {6.0, 3700.0}};
      if (reversed) {
        for (ServoMark& mark : servo.marks) mark.raw = 4000.0 - mark.raw;
      }
      CHECK(servo_raw(servo, 2.5) == (reversed ? 2300.0 : 1700.0));
      for (double printed = -1.0; printed <= 6.0; printed += 0.125) {
        CHECK(servo_printed(servo, servo_raw(servo, printed)) == doctest::Approx(printed));
      }
    }
  }

  TEST_CASE("servo: no value, not even NaN, is sent beyond the marks; a reading may lie beyond") {
    const ServoControl servo = straight(1000.0, 3000.0);

    CHECK(servo_raw(servo, -1e9) == 1000.0);
    CHECK(servo_raw(servo, 1e9) == 3000.0);
    CHECK(servo_raw(servo, std::numeric_limits<double>::quiet_NaN()) == 1000.0);
    CHECK(servo_printed(servo, 3020.0) == doctest::Approx(10.1));
    CHECK(servo_printed(servo, 980.0) == doctest::Approx(-0.1));
  }

  TEST_CASE("servo: play is a uniform error, other error adds as a sigma") {
    ServoControl servo = straight(0.0, 3072.0);  // 270 degrees
    servo.backlash_deg = 1.0;
    servo.uncertainty_deg = 0.0;
    CHECK(servo_travel_deg(servo) == doctest::Approx(270.0));
    CHECK(servo_uncertainty(servo) == doctest::Approx(1.0 / std::sqrt(12.0) / 270.0));
    servo.uncertainty_deg = 2.0;
    CHECK(servo_uncertainty(servo) == doctest::Approx(std::sqrt(4.0 + 1.0 / 12.0) / 270.0));
  }

  TEST_CASE(
      "servo: torque limits are the table of the reference, and half of what the stop holds") {
    struct Row {
      PotClass pot;
      double supply;
      int limit;
      double stall_cnm;
      double stop_cnm;
    };
    // 30 and 19.5 kgf cm; stops of 35 cN m and 1 kgf cm (knob-protocols.md 10.1, 10.2)
    for (const Row& row :
         {Row{PotClass::P16, 12.0, 60, 294.2, 35.0}, Row{PotClass::P16, 7.4, 90, 191.2, 35.0},
          Row{PotClass::Thumbwheel, 12.0, 15, 294.2, 9.8},
          Row{PotClass::Thumbwheel, 7.4, 15, 191.2, 9.8}}) {
      CHECK(highest_torque_limit(row.pot, row.supply) == row.limit);
      CHECK(row.limit * row.stall_cnm / 1000.0 <= 0.51 * row.stop_cnm);
      CHECK(highest_slip_torque(row.pot) <= 0.5 * row.stop_cnm);
    }
  }

  TEST_CASE("servo: the same id on another port is another servo, and so is another device") {
    ServoControl a = straight(0.0, 1.0);
    a.port = "x";
    ServoControl b = a;
    CHECK(same_servo(a, b));
    b.port = "y";
    CHECK_FALSE(same_servo(a, b));
    b = a;
    b.device = 12;
    CHECK_FALSE(same_servo(a, b));
    b = a;
    b.address = 2;
    CHECK_FALSE(same_servo(a, b));
  }

  TEST_CASE("servo: a control is called by its protocol") {
    for (const auto protocol :
         {ServoProtocol::Feetech, ServoProtocol::Maestro, ServoProtocol::Firmata}) {
      ServoControl servo = straight(0.0, 1.0);
      servo.protocol = protocol;
      CHECK(std::string{actuator_kind(servo)} == to_string(protocol));
    }
  }
}
