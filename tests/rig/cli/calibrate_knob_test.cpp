// SPDX-License-Identifier: GPL-3.0-or-later
// ampsweep calibrate knob with a person, a panel and a simulated servo, as its user runs it.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/plan/rig_file.hpp"
#include "support/jack_rig.hpp"
#include "tests/rig/devices/servo/servo_desk.hpp"
#include "tests/support/panel_person.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

namespace {

constexpr double kCounts = 4096.0 / 360.0;

const std::string kServoRig = test::jack_rig(R"([[knob]]
id = "gain"
label = "Drive" # as printed
role = "gain"
[knob.control]
kind = "feetech"
port = "bus"
id = 1
low = 1000 # guessed
high = 3000
stops = [900, 3100]
pot = "p16"
[[knob]]
id = "bass"
control = { kind = "manual" }
)");

/// A panel of 270 degrees, 0 and 10 printed 10 degrees inside its stops.
struct ServoScene : test::CommandDesk {
  std::shared_ptr<fixtures::FeetechBusSimulator> bus;
  std::shared_ptr<fixtures::Timeline> timeline = std::make_shared<fixtures::Timeline>();
  fixtures::SimulatedClock servo_clock{timeline};

  ServoScene() {
    write_text("servo.toml", kServoRig);
    fixtures::FeetechServoSpec spec;
    spec.play = 1.0 * kCounts;
    spec.stop_low = 600.0;
    spec.stop_high = 600.0 + 270.0 * kCounts;
    bus = test::feetech_bus(spec);
    servo = [this](const ServoControl&, Clock&) {
      return std::make_unique<FeetechDrive>(std::make_unique<test::DeviceLine>(bus, timeline),
                                            servo_clock);
    };
    person = [this] {
      auto somebody = std::make_unique<test::PanelPerson>();
      somebody->panel = {0.0, 270.0, [](double printed) { return 10.0 + 25.0 * printed; }};
      somebody->pointer = [this] { return (bus->servo(1).knob() - 600.0) / kCounts; };
      somebody->turn = [this](double degrees) {
        bus->servo(1).turn_knob_by_hand(600.0 + degrees * kCounts);
      };
      return somebody;
    };
  }
  [[nodiscard]] std::string rig_text() const {
    std::ifstream in(path("servo.toml"), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  int knob(std::vector<std::string> more) {
    std::vector<std::string> words{"--json", "calibrate", path("servo.toml"), "knob"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("cli: calibrate knob finds a servo's table and puts it into the file, comments stay") {
    ServoScene desk;
    REQUIRE(desk.knob({"gain", "--arrivals", "4"}) == cli::kOk);
    const json found = json::parse(desk.out);
    CHECK(found["schema"] == "ampsweep-calibrate-knob-1");
    CHECK(found["actuator"] == "feetech");
    CHECK(found["written"] == true);
    CHECK(found["range_narrowed"] == false);
    CHECK(std::abs(found["play_deg"].get<double>() - 1.0) <= 0.5);
    CHECK(std::abs(found["taper_worst_share"].get<double>()) <= 0.005);
    CHECK(found["marks"].size() == 5);
    CHECK(desk.rig_text().find("label = \"Drive\" # as printed") != std::string::npos);
    CHECK(desk.rig_text().find("guessed") == std::string::npos);  // it stood beside what is gone

    const Rig rig = load_rig(desk.path("servo.toml"));
    const auto& servo = std::get<ServoControl>(rig.knobs.front().control);
    CHECK(servo.marks.size() == 5);
    CHECK(servo.calibrated == found["date"]);
    // The middle mark: pointer at 135 degrees, reached from below with half the play still ahead.
    CHECK(std::abs(servo_raw(servo, 5.0) - (600.0 + 135.5 * kCounts)) <= 0.75 * kCounts);
  }

  TEST_CASE("cli: calibrate knob stops where it stands, writes nothing and lets go") {
    ServoScene desk;
    const auto whole = desk.person;
    desk.person = [&]() -> std::unique_ptr<Operator> {
      auto somebody = whole();
      dynamic_cast<test::PanelPerson&>(*somebody).on_question = [&](const std::string& title) {
        if (title.find("other side") != std::string::npos) desk.stop.request_stop();
      };
      return somebody;
    };
    CHECK(desk.knob({"gain"}) == cli::kInterrupted);
    CHECK(desk.rig_text() == kServoRig);
    CHECK_FALSE(desk.bus->servo(1).torque_on());
  }

  TEST_CASE("cli: calibrate knob says what a hand-turned knob can be told, and which knobs exist") {
    ServoScene desk;
    CHECK(desk.knob({"bass"}) == cli::kUsage);
    CHECK(desk.err.find("nothing to calibrate") != std::string::npos);
    CHECK(desk.knob({"bass", "--uncertainty-percent", "4"}) == cli::kOk);
    CHECK(json::parse(desk.out)["uncertainty"] == 0.04);
    CHECK(desk.rig_text().find("{ kind = \"manual\", uncertainty = 0.04 }") != std::string::npos);
    CHECK(desk.knob({"treble"}) == cli::kData);
    CHECK(desk.knob({"gain", "--marks", "7,3"}) == cli::kUsage);
  }
}
