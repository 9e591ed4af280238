// SPDX-License-Identifier: GPL-3.0-or-later
// ampsweep knob on the simulated bench, as its user runs it.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

namespace {

const std::string kKnobs = R"([[knob]]
id = "gain"
minimum = -20
maximum = 20
[[knob]]
id = "treble"
resolution = 0.5
[[knob]]
id = "bright"
positions = ["off", "on"]
[simulated]
dead_knob = "treble"
knob_noise = 0.01
)";

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("cli: knob set moves the named knobs alone and tells the label of a take") {
    test::CommandDesk desk;
    desk.write_rig(kKnobs);
    REQUIRE(desk.run({"--json", "knob", desk.path("rig.toml"), "set", "bright", "on", "gain",
                      "-5.5"}) == cli::kOk);
    const json set = json::parse(desk.out);
    CHECK(set["schema"] == "ampsweep-knob-1");
    REQUIRE(set["knobs"].size() == 2);
    CHECK(set["knobs"][0]["id"] == "gain");
    CHECK(set["knobs"][0]["printed"] == doctest::Approx(-5.5));
    CHECK(set["knobs"][0]["normalised"] == doctest::Approx(14.5 / 40.0));
    CHECK(set["knobs"][0]["raw"] == doctest::Approx(14.5 / 40.0));
    CHECK(set["knobs"][0]["source"] == "commanded");
    CHECK(set["knobs"][0]["uncertainty"] == 0.01);
    CHECK(set["knobs"][0]["position"].is_null());
    CHECK(set["knobs"][1]["position"] == "on");

    REQUIRE(desk.run({"knob", desk.path("rig.toml"), "set", "treble", "3.26"}) == cli::kOk);
    CHECK(desk.out.starts_with("treble       3.5 (0.3500 of the travel"));
    REQUIRE(desk.run({"knob", desk.path("rig.toml"), "set", "treble=3.26", "gain", "-5.5",
                      "bright=on"}) == cli::kOk);
    CHECK(desk.out.find("treble       3.5 (") != std::string::npos);
    CHECK(desk.out.find("bright       1 \"on\"") != std::string::npos);
  }

  TEST_CASE("cli: knob get invents nothing, and tells what is read back") {
    test::CommandDesk desk;
    desk.write_rig(kKnobs);
    REQUIRE(desk.run({"--json", "knob", desk.path("rig.toml"), "get"}) == cli::kOk);
    const json unknown = json::parse(desk.out);
    REQUIRE(unknown["knobs"].size() == 3);
    for (const json& knob : unknown["knobs"]) {
      CHECK(knob["known"] == false);
      CHECK(knob["printed"].is_null());
      CHECK(knob["source"].is_null());
    }
    REQUIRE(desk.run({"knob", desk.path("rig.toml"), "get", "gain"}) == cli::kOk);
    CHECK(desk.out.find("commanded, not read back") != std::string::npos);
    CHECK(desk.out.find("treble") == std::string::npos);

    desk.write_rig(kKnobs + "knob_read_back = true\n");
    REQUIRE(desk.run({"--json", "knob", desk.path("rig.toml"), "get", "gain"}) == cli::kOk);
    const json read = json::parse(desk.out);
    CHECK(read["knobs"][0]["source"] == "read_back");
    CHECK(read["knobs"][0]["printed"] == 0.0);  // every simulated knob starts in the middle
  }

  TEST_CASE("cli: knob names what it cannot do") {
    test::CommandDesk desk;
    desk.write_rig(kKnobs);
    const auto refused = [&](std::vector<std::string> words) {
      words.insert(words.begin(), {"knob", desk.path("rig.toml")});
      CHECK(desk.run(words) == cli::kData);
      return desk.err;
    };
    CHECK(refused({"set", "gian", "3"}).find("did you mean \"gain\"") != std::string::npos);
    CHECK(refused({"set", "gain", "21"}).find("outside -20..20") != std::string::npos);
    CHECK(refused({"set", "gain"}).find("has no value") != std::string::npos);
    CHECK(refused({"set", "gain="}).find("is not a number") != std::string::npos);
    CHECK(refused({"set", "gain=1", "gain", "2"}).find("twice") != std::string::npos);
    CHECK(refused({"set", "gain", "1", "gain", "2"}).find("twice") != std::string::npos);
    CHECK(refused({"set", "bright", "maybe"}).find("one of: off, on") != std::string::npos);
    CHECK(refused({"get", "mid"}).find("no knob of the rig") != std::string::npos);
    CHECK(desk.run({"knob", desk.path("rig.toml")}) == cli::kUsage);
    CHECK(desk.run({"knob", desk.path("rig.toml"), "set"}) == cli::kUsage);
    desk.stop.request_stop();
    CHECK(desk.run({"knob", desk.path("rig.toml"), "set", "gain", "1"}) == cli::kInterrupted);
  }
}
