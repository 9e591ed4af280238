// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/calibrate_servo.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <stop_token>
#include <string>

#include "tests/support/panel_person.hpp"
#include "rig/plan/rig_file.hpp"
#include "tests/rig/devices/servo/servo_desk.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

constexpr double kCountsPerDeg = 4096.0 / 360.0;

/// An audio-taper sort of scale: crowded at the high end.
double bent(double printed) {
  const double share = printed / 10.0;
  return 270.0 * (share + 0.12 * std::sin(3.14159265 * share));
}

/// A Feetech servo whose knob has play, and which never was calibrated.
struct FeetechScene {
  double offset{700.0};  ///< Counts at 0 degrees of the panel.
  double play_deg{1.6};
  std::shared_ptr<fixtures::FeetechBusSimulator> bus;
  std::shared_ptr<fixtures::Timeline> timeline = std::make_shared<fixtures::Timeline>();
  fixtures::SimulatedClock clock{timeline};
  std::unique_ptr<FeetechDrive> drive;
  test::PanelPerson person;
  Knob knob;
  std::stop_source stop;

  explicit FeetechScene(double counts_at_zero = 700.0) : offset(counts_at_zero) {
    fixtures::FeetechServoSpec spec;
    spec.play = play_deg * kCountsPerDeg;
    spec.stop_low = offset;
    spec.stop_high = offset + 270.0 * kCountsPerDeg;
    spec.sag = 2.0;
    bus = test::feetech_bus(spec);
    drive =
        std::make_unique<FeetechDrive>(std::make_unique<test::DeviceLine>(bus, timeline), clock);
    knob = test::knob_with("gain", test::feetech_control());
    knob.label = "Gain";
    person.panel = {0.0, 270.0, bent};
    person.pointer = [this] { return (servo().knob() - offset) / kCountsPerDeg; };
    person.turn = [this](double degrees) {
      CHECK_FALSE(servo().torque_on());
      servo().turn_knob_by_hand(degrees * kCountsPerDeg + offset);
    };
  }
  [[nodiscard]] fixtures::FeetechServo& servo() const { return bus->servo(1); }
  ServoCalibration run(const ServoWish& wish = {}) {
    return calibrate_servo(knob, {*drive, person, clock}, wish, {}, stop.get_token());
  }
};

/// A hobby servo behind a slip clutch, on a board that drives it by pulses, put on the knob 3.7
/// degrees off its middle.
template <class Board, class Drive>
struct HobbyScene {
  int pin;
  std::shared_ptr<Board> board = std::make_shared<Board>();
  std::shared_ptr<test::HobbyKnob> device;
  std::shared_ptr<fixtures::Timeline> timeline = std::make_shared<fixtures::Timeline>();
  fixtures::SimulatedClock clock{timeline};
  std::unique_ptr<Drive> drive = std::make_unique<Drive>(line(), clock);
  test::PanelPerson person;
  Knob knob;

  HobbyScene(ServoProtocol protocol, int at) : pin(at) {
    knob = test::knob_with("gain", test::pulse_control(protocol, pin));
    knob.label = "Gain";
    person.panel = {0.0, 150.0, [](double printed) { return 150.0 * bent(printed) / 270.0; }};
    person.pointer = [this] { return device->degrees(); };
    person.couple = [this] { device->couple(75.0 + 3.7); };
    person.sees_beyond_deg = 6.0;
    person.arrivals = "1.5";
  }
  [[nodiscard]] double pulse_us() const { return board->pulse_us(pin); }
  /// A line to the board, whose servo stays where it is.
  std::unique_ptr<test::DeviceLine> line() {
    if (!device) {
      device = std::make_shared<test::HobbyKnob>(*board, [this] { return pulse_us(); }, 10.0, 2.0);
    }
    return std::make_unique<test::DeviceLine>(device, timeline);
  }
  ServoCalibration run(const ServoWish& wish = {}) {
    return calibrate_servo(knob, {*drive, person, clock}, wish, {}, {});
  }
};

struct MaestroBoards {
  using Board = fixtures::SimulatedMaestro;
  using Drive = MaestroDrive;
  static constexpr ServoProtocol kProtocol = ServoProtocol::Maestro;
  static constexpr int kPin = 0;
};
struct FirmataBoards {
  using Board = fixtures::SimulatedFirmata;
  using Drive = FirmataDrive;
  static constexpr ServoProtocol kProtocol = ServoProtocol::Firmata;
  static constexpr int kPin = 9;
};

const ServoControl& servo_of(const ServoCalibration& found) {
  return std::get<ServoControl>(found.knob.control);
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("calibrate servo: a Feetech's table leads the pointer to every printed value") {
    FeetechScene scene;
    const ServoCalibration found = scene.run();

    REQUIRE(found.play_deg);
    CHECK(std::abs(*found.play_deg - scene.play_deg) <= 0.5);
    CHECK(std::abs(found.hand_offset_deg - scene.play_deg) <= 0.5);
    CHECK(std::abs(servo_of(found).stop_low - scene.offset) <= 0.1 + 0.8 * kCountsPerDeg);
    // 0 and 10 are printed at the end stops themselves
    CHECK(found.narrowed);
    CHECK(found.knob.minimum > 0.0);
    CHECK(found.knob.maximum < 10.0);
    CHECK_FALSE(scene.servo().torque_on());

    Knob calibrated = found.knob;
    ServoActuator actuator{
        {calibrated},
        std::make_unique<FeetechDrive>(
            std::make_unique<test::DeviceLine>(scene.bus, scene.timeline), scene.clock),
        scene.clock};
    for (const double printed : {found.knob.minimum, 2.5, 7.5, 5.0, found.knob.maximum}) {
      const auto labels = actuator.move({{"gain", printed}}, {});
      REQUIRE(labels);
      // straight between marks where the scale is bent: 0.4 degrees of that at the ends
      CHECK(std::abs(scene.person.pointer() - bent(labels->front().printed)) <= 1.5);
    }
  }

  TEST_CASE("calibrate servo: taper and sides and spread are those of the servo") {
    FeetechScene scene;
    ServoWish wish;
    wish.pointer_deg = 0.25;
    const ServoCalibration found = scene.run(wish);
    // Of 10 the middle is furthest from even, +12 % of the travel.
    CHECK(found.taper.worst == doctest::Approx(0.12).epsilon(0.08));
    CHECK(found.taper.at == 5.0);
    REQUIRE(found.sides_deg);
    REQUIRE(found.spread_deg);
    // It stops 2 counts short of each goal, on whichever side it comes from.
    CHECK(*found.sides_deg == doctest::Approx(4.0 / kCountsPerDeg).epsilon(0.3));
    CHECK(*found.spread_deg <= 0.1);
    CHECK(servo_of(found).uncertainty_deg == doctest::Approx(0.25).epsilon(0.15));
    CHECK(servo_of(found).backlash_deg == doctest::Approx(*found.play_deg).epsilon(0.02));
  }

  TEST_CASE("calibrate servo: marks of one's own, and a play that nobody wants to measure") {
    FeetechScene scene;
    scene.knob.minimum = 1.0;
    scene.knob.maximum = 9.0;
    scene.person.skips_play = true;
    ServoWish wish;
    wish.marks = {2.0, 8.0};
    const ServoCalibration found = scene.run(wish);
    CHECK_FALSE(found.play_deg);
    CHECK(servo_of(found).backlash_deg == test::feetech_control().backlash_deg);
    CHECK_FALSE(found.narrowed);
    REQUIRE(servo_of(found).marks.size() == 4);
    CHECK(servo_of(found).marks[1].printed == 2.0);

    wish.marks = {5.0, 3.0};
    CHECK_THROWS_WITH_AS((void)scene.run(wish), doctest::Contains("does not rise"), SetupError);
    wish.marks = {11.0};
    CHECK_THROWS_WITH_AS((void)scene.run(wish), doctest::Contains("not on the scale"), SetupError);
  }

  TEST_CASE_TEMPLATE("calibrate servo: a hobby servo's knob is found in steps, from one side, with its play",
                     Boards, MaestroBoards, FirmataBoards) {
    HobbyScene<typename Boards::Board, typename Boards::Drive> scene{Boards::kProtocol,
                                                                    Boards::kPin};
    const ServoCalibration found = scene.run();

    REQUIRE(found.play_deg);
    CHECK(std::abs(*found.play_deg - 2.0) <= 0.5);
    CHECK_FALSE(found.sides_deg);
    CHECK(servo_of(found).uncertainty_deg == doctest::Approx(std::hypot(0.75, 0.5)).epsilon(0.01));
    CHECK(scene.pulse_us() == 0.0);  // let go of
    CHECK(scene.device->lowest_us() >= servo_of(found).stop_low - 10.0);
    CHECK(scene.device->highest_us() <= servo_of(found).stop_high + 10.0);

    ServoActuator actuator{
        {found.knob}, std::make_unique<typename Boards::Drive>(scene.line(), scene.clock), scene.clock};
    for (const double printed : {found.knob.minimum, 2.5, 7.5, 5.0, found.knob.maximum}) {
      REQUIRE(actuator.move({{"gain", printed}}, {}));
      CHECK(std::abs(scene.person.pointer() - scene.person.panel.where(printed)) <= 1.0);
    }
  }

  TEST_CASE("calibrate servo: whatever ends it, the servo is let go of") {
    for (const std::string at : {"mark 5", "from the other side", "Turn the knob", "How far"}) {
      FeetechScene scene;
      scene.person.on_question = [&](const std::string& title) {
        if (title.find(at) != std::string::npos) scene.stop.request_stop();
      };
      if (at == "How far") continue;  // a Feetech reads its shaft
      CHECK_THROWS_WITH_AS((void)scene.run(), doctest::Contains("let go of"), SetupError);
      CHECK_FALSE(scene.servo().torque_on());
    }
    FeetechScene scene;
    int questions = 0;
    scene.person.on_question = [&](const std::string& title) {
      // somebody knocks the shaft out of its coupling
      if (title.find("from the other side") != std::string::npos && questions++ == 0) {
        scene.servo().block(0.0, scene.servo().shaft() - 300.0);
      }
    };
    CHECK_THROWS_AS((void)scene.run(), SetupError);
    CHECK_FALSE(scene.servo().torque_on());
  }

  TEST_CASE("calibrate servo: the torque limit is in the servo before its torque comes on") {
    FeetechScene scene;
    (void)scene.run();
    bool limited = false;
    for (const auto& write : scene.servo().writes()) {
      if (write.address == 48) limited = write.values[0] <= 60 && write.values[1] == 0;
      if (write.address == 40 && write.values[0] == 1) CHECK(limited);
    }
    CHECK(limited);
    CHECK(scene.servo().highest_load() <= 60.0);
    CHECK(scene.servo().fastest() <= 45.5 * kCountsPerDeg);
  }

  TEST_CASE("calibrate servo: an encoder that passes its zero, and no travel, are told as that") {
    FeetechScene slack;
    slack.person.panel.stop_high = 5.0;
    slack.person.turn = [](double) {};
    CHECK_THROWS_WITH_AS((void)slack.run(), doctest::Contains("no travel"), SetupError);

    FeetechScene scene;
    const auto turn = scene.person.turn;
    scene.person.turn = [&](double degrees) {
      turn(degrees > 160.0 && degrees < 175.0 ? 20.0 : degrees);
    };
    CHECK_THROWS_WITH_AS((void)scene.run(), doctest::Contains("not one turn"), SetupError);
  }
}

TEST_SUITE("unit") {
  TEST_CASE("calibrate servo: what is typed to step") {
    using Kind = JogAnswer::Kind;
    CHECK(jog_answer("").kind == Kind::Here);
    CHECK(jog_answer("skip").kind == Kind::Skip);
    CHECK(jog_answer("beyond").kind == Kind::Beyond);
    CHECK(jog_answer("+").degrees == 1.0);
    CHECK(jog_answer("--").degrees == -5.0);
    CHECK(jog_answer("+2.5").degrees == 2.5);
    CHECK(jog_answer("-0.5").degrees == -0.5);
    for (const char* text : {"2.5", "+11", "-1e9", "+nan", "+1x", "yes", "+-3"}) {
      CHECK(jog_answer(text).kind == Kind::Unclear);
    }
  }

  TEST_CASE("calibrate servo: end marks move in to the first round value clear of the stop") {
    Knob knob = test::knob_with("gain", test::feetech_control());
    ServoControl control = test::feetech_control();
    control.raw_per_deg = 10.0;
    control.stop_low = 0.0;
    control.stop_high = 1000.0;  // inset 4 degrees: 40 to 960
    const std::vector<ServoMark> found{{0.0, 0.0}, {5.0, 400.0}, {10.0, 1000.0}};

    const auto marks = clear_of_stops(knob, control, found);

    REQUIRE(marks.size() == 3);
    CHECK(marks[0].printed == 0.5);  // 40 of 400 is exactly there
    CHECK(marks[0].raw == 40.0);
    CHECK(marks[2].printed == 9.6);  // 960 is 9.667: the next tenth inward
    CHECK(marks[2].raw == 952.0);
    CHECK(taper_of(found).worst == doctest::Approx(-0.1));

    knob.resolution = 2.5;
    CHECK(clear_of_stops(knob, control, found).front().printed == 2.5);
    knob.positions = {"clean", "crunch", "lead"};
    CHECK_THROWS_WITH_AS((void)clear_of_stops(knob, control, {{0, 0}, {1, 400}, {2, 900}}),
                         doctest::Contains("\"clean\""), SetupError);
    CHECK_THROWS_AS((void)clear_of_stops(knob, control, {{0, 400}, {1, 400}, {2, 900}}),
                    SetupError);
  }
}
