// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "rig/plan/refusal_text.hpp"
#include "rig/plan/rig_tables.hpp"

namespace ampsweep::rig {
namespace {

void read_address(TableReader& table, ServoControl& servo) {
  const char* key = "id";
  int highest = 253;  // 254 is everybody
  if (servo.protocol == ServoProtocol::Maestro) {
    key = "channel";
    highest = 23;
  }
  if (servo.protocol == ServoProtocol::Firmata) {
    key = "pin";
    highest = 127;
  }
  if (!table.has(key)) {
    table.refuse("", std::string{key} + " is missing",
                 std::string{"add "} + key + " = N: which servo of that port turns this knob");
  }
  servo.address = table.integer(key, 0, 0, highest);
}

std::vector<ServoMark> two_marks(TableReader& table, const Knob& knob, const Range& range) {
  const double low = table.required_number("low", range);
  const double high = table.required_number("high", range);
  if (low == high) {
    table.refuse("low", "and high are both " + number_text(low),
                 "low is the position at the knob's minimum, high at its maximum");
  }
  return {{knob.minimum, low}, {knob.maximum, high}};
}

void check_marks(TableReader& table, const Knob& knob, const std::vector<ServoMark>& marks) {
  if (marks.front().printed != knob.minimum || marks.back().printed != knob.maximum) {
    table.refuse("mark_values",
                 "run from " + number_text(marks.front().printed) + " to " +
                     number_text(marks.back().printed) + ", the knob from " +
                     number_text(knob.minimum) + " to " + number_text(knob.maximum),
                 "begin with the knob's minimum and end with its maximum");
  }
  const bool up = marks.back().raw > marks.front().raw;
  for (std::size_t i = 1; i < marks.size(); ++i) {
    const bool rises = marks[i].printed > marks[i - 1].printed;
    const bool turns = up ? marks[i].raw > marks[i - 1].raw : marks[i].raw < marks[i - 1].raw;
    if (rises && turns) continue;
    table.refuse(rises ? "mark_positions" : "mark_values",
                 "entry " + std::to_string(i + 1) + " does not go on from the one before",
                 "list the marks in the order in which the knob passes them, each once");
  }
}

std::vector<ServoMark> read_marks(TableReader& table, const Knob& knob, const Range& range) {
  if (!table.has("mark_values") && !table.has("mark_positions")) {
    return two_marks(table, knob, range);
  }
  for (const char* key : {"low", "high"}) {
    if (!table.has(key)) continue;
    table.refuse(key, "stands beside marks", "remove it: the first and last mark say the same");
  }
  return read_mark_lists(table, knob, range);
}

void read_stops(TableReader& table, ServoControl& servo, const Range& range) {
  const auto stops = table.numbers("stops", range);
  if (stops.size() != 2 || stops[0] >= stops[1]) {
    table.refuse("", "stops = [lower, higher] is missing, or not two rising positions",
                 "turn the knob by hand to both end stops and write the positions there; for a "
                 "knob without stops write how far it may turn");
  }
  servo.stop_low = stops[0];
  servo.stop_high = stops[1];
}

/// The overshoot of the approach must end before the stop: the inset is larger than it.
void check_range(TableReader& table, const ServoControl& servo) {
  if (servo.inset_deg <= servo.overshoot_deg) {
    table.refuse("inset_deg",
                 number_text(servo.inset_deg) + " is not above overshoot_deg " +
                     number_text(servo.overshoot_deg),
                 "raise it: the approach of the lowest position would reach the end stop");
  }
  const double inset = servo.inset_deg * servo.raw_per_deg;
  for (const ServoMark& mark : servo.marks) {
    if (mark.raw >= servo.stop_low + inset && mark.raw <= servo.stop_high - inset) continue;
    const double nearest = std::clamp(mark.raw, servo.stop_low + inset,
                                      std::max(servo.stop_low + inset, servo.stop_high - inset));
    table.refuse("stops",
                 number_text(servo.stop_low) + " to " + number_text(servo.stop_high) +
                     " leave no room: " + number_text(mark.printed) + " stands at " +
                     number_text(mark.raw) + " " + raw_unit(servo.protocol) +
                     ", beyond the stop or less than inset_deg " + number_text(servo.inset_deg) +
                     " before it",
                 "let the knob's minimum and maximum be values that lie further in; the nearest "
                 "position allowed here is " +
                     number_text(std::round(nearest)));
  }
}

void read_torque(TableReader& table, ServoControl& servo) {
  const std::string pot = to_string(servo.pot);
  if (servo.protocol == ServoProtocol::Feetech) {
    servo.supply_v = table.choice<double>("supply", servo.supply_v, {{"12V", 12.0}, {"7.4V", 7.4}});
    const int highest = highest_torque_limit(servo.pot, servo.supply_v);
    servo.torque_limit = table.integer("torque_limit", highest, 1, 1000);
    if (servo.torque_limit <= highest) return;
    table.refuse("torque_limit",
                 std::to_string(servo.torque_limit) + " (0.1 % of the servo's torque) is above " +
                     std::to_string(highest) + ", half of what the end stop of a " + pot +
                     " pot holds at " + number_text(servo.supply_v) + " V",
                 "lower it, or leave it out");
  }
  if (table.has("torque_limit")) {
    table.refuse("torque_limit", "is not something this servo knows",
                 "write slip_torque_cnm: where the clutch between servo and knob slips");
  }
  if (!table.has("slip_torque_cnm")) {
    table.refuse("", "slip_torque_cnm is missing",
                 "put a slip clutch between servo and knob and write where it slips, in cN m: a "
                 "hobby servo cannot limit its torque and breaks the pot at its end stop");
  }
  servo.slip_torque_cnm = table.number("slip_torque_cnm", 0.0, {0.0, 10000.0, true});
  const double highest = highest_slip_torque(servo.pot);
  if (servo.slip_torque_cnm <= highest) return;
  table.refuse("slip_torque_cnm",
               number_text(servo.slip_torque_cnm) + " is above " + number_text(highest) +
                   ", half of what the end stop of a " + pot + " pot holds",
               "loosen the clutch");
}

void read_protocol_keys(TableReader& table, ServoControl& servo) {
  if (servo.protocol == ServoProtocol::Feetech) {
    servo.baud = table.integer("baud", 1000000, 38400, 1000000);
    servo.hold = table.flag("hold", false);
    return;
  }
  servo.uncertainty_deg = 2.0;
  servo.raw_per_deg = table.number("us_per_degree", 10.0, {2.0, 40.0});
  if (servo.protocol == ServoProtocol::Maestro) {
    servo.baud = 115200;
    servo.crc = table.flag("crc", true);
    if (table.has("device")) servo.device = table.integer("device", 12, 0, 127);
    servo.hold = table.flag("hold", false);
    return;
  }
  servo.baud = table.integer("baud", 57600, 9600, 1000000);
  servo.hold = table.flag("hold", true);
  if (!servo.hold) {
    table.refuse("hold", "is false",
                 "remove it: StandardFirmata starts a servo that was let go at the pulse of "
                 "another one");
  }
}

}  // namespace

std::vector<ServoMark> read_mark_lists(TableReader& table, const Knob& knob, const Range& range) {
  const auto values = table.numbers("mark_values", {});
  const auto positions = table.numbers("mark_positions", range);
  if (values.size() != positions.size() || values.size() < 2) {
    table.refuse("mark_values",
                 "has " + std::to_string(values.size()) + " entries, mark_positions has " +
                     std::to_string(positions.size()),
                 "give both the same number of entries, 2 or more");
  }
  std::vector<ServoMark> marks;
  for (std::size_t i = 0; i < values.size(); ++i) marks.push_back({values[i], positions[i]});
  check_marks(table, knob, marks);
  return marks;
}

ServoControl read_servo(TableReader& table, ServoProtocol protocol, const Knob& knob) {
  ServoControl servo;
  servo.protocol = protocol;
  servo.port = table.required_text("port");
  read_address(table, servo);
  read_protocol_keys(table, servo);
  const RawRange device = device_range(protocol);
  const Range range{device.low, device.high};
  servo.marks = read_marks(table, knob, range);
  read_stops(table, servo, range);
  if (!table.has("pot")) {
    table.refuse(
        "", "pot is missing",
        "add pot = \"p16\" (16 mm or larger) or \"thumbwheel\": it decides how much torque "
        "is safe");
  }
  servo.pot = table.choice<PotClass>(
      "pot", servo.pot, {{"p16", PotClass::P16}, {"thumbwheel", PotClass::Thumbwheel}});
  read_torque(table, servo);
  servo.speed_deg_s = table.number("speed_deg_s", servo.speed_deg_s, {1.0, kMostServoSpeed});
  servo.overshoot_deg = table.number("overshoot_deg", servo.overshoot_deg, {0.0, 30.0});
  servo.inset_deg = table.number("inset_deg", servo.inset_deg, {0.0, 60.0});
  servo.backlash_deg = table.number("backlash_deg", servo.backlash_deg, {0.0, 30.0});
  servo.uncertainty_deg = table.number("uncertainty_deg", servo.uncertainty_deg, {0.0, 30.0});
  servo.settle_ms = table.number("settle_ms", servo.settle_ms, {0.0, 60000.0});
  servo.calibrated = read_date(table);
  check_range(table, servo);
  return servo;
}

void refuse_shared_servo(const TableReader& table, const Knob& other, const Knob& knob) {
  const auto* left = std::get_if<ServoControl>(&other.control);
  const auto* right = std::get_if<ServoControl>(&knob.control);
  if (left == nullptr || right == nullptr || left->port != right->port) return;
  if (left->protocol != right->protocol || left->baud != right->baud) {
    table.refuse("control",
                 "speaks " + std::string{to_string(right->protocol)} + " at " +
                     std::to_string(right->baud) + " baud on " + quote(right->port) + ", knob " +
                     quote(other.id) + " speaks " + to_string(left->protocol) + " at " +
                     std::to_string(left->baud),
                 "one port has one kind of device and one baud rate");
  }
  if (!same_servo(*left, *right)) return;
  table.refuse("control",
               "is that of knob " + quote(other.id) + ": " + servo_name(*right) + " on " +
                   quote(right->port),
               "give each knob its own servo");
}

}  // namespace ampsweep::rig
