// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include "planted_breaks.hpp"
#include "rig/plan/rig_file.hpp"

using namespace ampsweep::rig;
using ampsweep::test::contains;
using ampsweep::test::refusal_of;
using ampsweep::test::with;

namespace {

const std::string kHead = "name = \"x\"\n[audio]\napi = \"simulated\"\n";

std::string knob_of(const std::string& id, const std::string& control) {
  return "[[knob]]\nid = \"" + id + "\"\nminimum = 1\nmaximum = 9\n[knob.control]\n" + control;
}

const std::string kFeetech =
    "kind = \"feetech\"\nport = \"usb-1a86\"\nid = 3\nlow = 620\nhigh = 3480\n"
    "stops = [450, 3650]\npot = \"p16\"\ntorque_limit = 50\nsupply = \"12V\"\n"
    "speed_deg_s = 45\novershoot_deg = 2\ninset_deg = 5\nbacklash_deg = 0.5\n"
    "uncertainty_deg = 0.1\nsettle_ms = 100\nhold = true\nbaud = 500000\n"
    "date = \"2026-11-21\"\n";
const std::string kMaestro =
    "kind = \"maestro\"\nport = \"usb-Pololu\"\nchannel = 2\nlow = 2000\nhigh = 1000\n"
    "stops = [900, 2100]\npot = \"thumbwheel\"\nslip_torque_cnm = 4.5\ndevice = 12\n"
    "crc = false\nus_per_degree = 11\n";
const std::string kFirmata =
    "kind = \"firmata\"\nport = \"usb-Arduino\"\npin = 9\nstops = [800, 2300]\npot = \"p16\"\n"
    "mark_values = [1, 2.5, 9]\nmark_positions = [900, 1200, 2200]\nslip_torque_cnm = 10\n";

std::string rig_of_knobs(const std::string& control) { return kHead + knob_of("gain", control); }

std::string servo_refusal(const std::string& text) {
  return refusal_of([&] { (void)parse_rig(text, "amp.toml"); });
}

ServoControl servo_of(const std::string& control) {
  return std::get<ServoControl>(parse_rig(rig_of_knobs(control), "amp.toml").knobs[0].control);
}

void check_breaks(const std::string& control, const std::vector<ampsweep::test::Break>& breaks) {
  ampsweep::test::check_breaks("amp.toml", rig_of_knobs(control), servo_refusal, breaks);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("rig servos: a Feetech servo with every key") {
    const ServoControl servo = servo_of(kFeetech);

    CHECK(servo.protocol == ServoProtocol::Feetech);
    CHECK(servo.port == "usb-1a86");
    CHECK(servo.address == 3);
    CHECK(servo.marks.size() == 2);
    CHECK(servo.marks[0].printed == 1.0);
    CHECK(servo.marks[1].raw == 3480.0);
    CHECK(servo.stop_low == 450.0);
    CHECK(servo.stop_high == 3650.0);
    CHECK(servo.torque_limit == 50);
    CHECK(servo.speed_deg_s == 45.0);
    CHECK(servo.overshoot_deg == 2.0);
    CHECK(servo.inset_deg == 5.0);
    CHECK(servo.backlash_deg == 0.5);
    CHECK(servo.uncertainty_deg == 0.1);
    CHECK(servo.settle_ms == 100.0);
    CHECK(servo.hold);
    CHECK(servo.baud == 500000);
    CHECK(servo.calibrated == "2026-11-21");
    CHECK(servo.raw_per_deg == doctest::Approx(11.3778));
  }

  TEST_CASE("rig servos: the torque limit left out is the highest that is safe") {
    const std::string bare = with(kFeetech, "torque_limit = 50\n", "");
    CHECK(servo_of(bare).torque_limit == 60);
    CHECK(servo_of(with(bare, "12V", "7.4V")).torque_limit == 90);
    CHECK(servo_of(with(bare, "p16", "thumbwheel")).torque_limit == 15);
  }

  TEST_CASE("rig servos: Maestro and Firmata") {
    const ServoControl maestro = servo_of(kMaestro);
    CHECK(maestro.address == 2);
    CHECK(maestro.device == 12);
    CHECK_FALSE(maestro.crc);
    CHECK(maestro.raw_per_deg == 11.0);
    CHECK(maestro.pot == PotClass::Thumbwheel);
    CHECK(maestro.slip_torque_cnm == 4.5);
    CHECK(maestro.marks[0].raw == 2000.0);
    CHECK(maestro.uncertainty_deg == 2.0);

    const ServoControl firmata = servo_of(kFirmata);
    CHECK(firmata.address == 9);
    CHECK(firmata.baud == 57600);
    CHECK(firmata.hold);
    CHECK(firmata.marks[1].printed == 2.5);
    CHECK(firmata.marks[1].raw == 1200.0);
  }

  TEST_CASE("rig servos: beyond the stops, too strong for the pot and other breaks are servo_refusal") {
    check_breaks(kFeetech,
                 {{"id = 3", "", "id is missing"},
                  {"id = 3", "id = 254", "id 254 is outside 0..253"},
                  {"low = 620", "low = 430", "430 counts, beyond the stop"},
                  {"low = 620", "low = 500", "the nearest position allowed here is 507"},
                  {"high = 3480", "high = 3600", "less than inset_deg 5 before it"},
                  {"high = 3480", "high = 620", "low and high are both 620"},
                  {"high = 3480", "high = 4096", "outside 0..4095"},
                  {"stops = [450, 3650]", "", "stops = [lower, higher] is missing"},
                  {"stops = [450, 3650]", "stops = [3650, 450]", "not two rising positions"},
                  {"inset_deg = 5", "inset_deg = 2", "inset_deg 2 is not above overshoot_deg 2"},
                  {"torque_limit = 50", "torque_limit = 61",
                   "torque_limit 61 (0.1 % of the servo's torque) is above 60"},
                  {"pot = \"p16\"", "pot = \"thumbwheel\"",
                   "is above 15, half of what the end stop of a "
                   "thumbwheel pot holds at 12 V"},
                  {"pot = \"p16\"", "", "pot is missing"},
                  {"torque_limit = 50", "slip_torque_cnm = 3", "unknown key \"slip_torque_cnm\""},
                  {"speed_deg_s = 45", "speed_deg_s = 91", "outside 1..90"},
                  {"supply = \"12V\"", "supply = \"9V\"", "\"9V\" is not known"},
                  {"date = \"2026-11-21\"", "date = \"today\"", "is no ISO 8601 date"}});
    check_breaks(kMaestro, {{"slip_torque_cnm = 4.5", "", "slip_torque_cnm is missing"},
                            {"slip_torque_cnm = 4.5", "slip_torque_cnm = 5", "is above 4.9"},
                            {"slip_torque_cnm = 4.5", "torque_limit = 5", "is not something"},
                            {"channel = 2", "channel = 24", "outside 0..23"},
                            {"low = 2000", "low = 2080", "1 stands at 2080 us"}});
    check_breaks(kFirmata,
                 {{"pin = 9", "pin = 9\nhold = false", "hold is false"},
                  {"pin = 9", "pin = 9\nlow = 900", "low stands beside marks"},
                  {"[1, 2.5, 9]", "[1, 2.5, 10]", "run from 1 to 10, the knob from 1 to 9"},
                  {"[1, 2.5, 9]", "[1, 9]", "has 2 entries, mark_positions has 3"},
                  {"[1, 2.5, 9]", "[1, 9.5, 9]", "entry 3 does not go on"},
                  {"[900, 1200, 2200]", "[900, 2250, 2200]", "mark_positions entry 3"},
                  {"[900, 1200, 2200]", "[900, 500, 2200]", "outside 544..2400"}});
  }

  TEST_CASE("rig servos: two knobs on one servo, or two languages on one port, are servo_refusal") {
    const auto both = [](const std::string& second) {
      return servo_refusal(kHead + knob_of("gain", kFeetech) + knob_of("bass", second));
    };
    CHECK(contains(both(kFeetech), "that of knob \"gain\": servo 3 on \"usb-1a86\""));
    CHECK(both(with(kFeetech, "id = 3", "id = 4")).empty());
    CHECK(both(with(kFeetech, "usb-1a86", "other")).empty());
    CHECK(contains(both(with(with(kFeetech, "id = 3", "id = 4"), "500000", "1000000")),
                   "one port has one kind of device and one baud rate"));
    const std::string languages = both(with(kMaestro, "usb-Pololu", "usb-1a86"));
    INFO(languages);
    CHECK(contains(languages, "knob \"gain\" speaks feetech at 500000"));
  }

  TEST_CASE("rig servos: every key but the date is in the hash") {
    const std::string hash = parse_rig(rig_of_knobs(kFeetech), "x").hash;
    const auto changed = [&](const std::string& from, const std::string& to) {
      return parse_rig(rig_of_knobs(with(kFeetech, from, to)), "x").hash != hash;
    };
    CHECK_FALSE(changed("2026-11-21", "2027-01-01"));
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"usb-1a86", "usb"},
                                                          {"id = 3", "id = 4"},
                                                          {"620", "621"},
                                                          {"3480", "3481"},
                                                          {"450", "449"},
                                                          {"3650", "3651"},
                                                          {"limit = 50", "limit = 49"},
                                                          {"12V", "7.4V"},
                                                          {"s = 45", "s = 46"},
                                                          {"shoot_deg = 2", "shoot_deg = 3"},
                                                          {"inset_deg = 5", "inset_deg = 6"},
                                                          {"lash_deg = 0.5", "lash_deg = 1"},
                                                          {"tainty_deg = 0.1", "tainty_deg = 0.2"},
                                                          {"ms = 100", "ms = 101"},
                                                          {"true", "false"},
                                                          {"500000", "1000000"}}) {
      INFO(from, " -> ", to);
      CHECK(changed(from, to));
    }
    const std::string maestro = parse_rig(rig_of_knobs(kMaestro), "x").hash;
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"device = 12\n", ""},
                                                          {"false", "true"},
                                                          {"4.5", "4"},
                                                          {"degree = 11", "degree = 10"}}) {
      CHECK(parse_rig(rig_of_knobs(with(kMaestro, from, to)), "x").hash != maestro);
    }
  }
}
