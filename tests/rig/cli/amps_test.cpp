// SPDX-License-Identifier: GPL-3.0-or-later
// ampsweep amps as its user runs it.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/plan/rig_file.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

TEST_SUITE("unit") {
  TEST_CASE("cli: amps lists what is known, and prints knobs that a rig file takes as they are") {
    test::CommandDesk desk;
    REQUIRE(desk.run({"amps"}) == cli::kOk);
    CHECK(desk.out.find("elektron-analog-drive") != std::string::npos);
    CHECK(desk.out.find("GrandMeister Deluxe 40") != std::string::npos);

    REQUIRE(desk.run({"amps", "preamp mkii", "--port", "UM-ONE", "--channel", "7"}) == cli::kOk);
    CHECK(desk.out.find("# source: https://") != std::string::npos);
    const Rig rig =
        parse_rig("name = \"x\"\n[audio]\napi = \"simulated\"\n" + desk.out, "x.toml");
    REQUIRE(rig.knobs.size() == 11);
    const auto& midi = std::get<MidiControl>(rig.knobs[0].control);
    CHECK(midi.port == "UM-ONE");
    CHECK(midi.channel == 7);
    CHECK(midi.controller == 14);
  }

  TEST_CASE("cli: amps speaks JSON, and names what there is when it knows no such amp") {
    test::CommandDesk desk;
    REQUIRE(desk.run({"--json", "amps"}) == cli::kOk);
    const json all = json::parse(desk.out);
    CHECK(all["schema"] == "ampsweep-amps-1");
    CHECK(all["amps"].size() >= 12);
    REQUIRE(desk.run({"--json", "amps", "elektron-analog-drive"}) == cli::kOk);
    const json one = json::parse(desk.out);
    REQUIRE(one["amps"].size() == 1);
    CHECK(one["amps"][0]["knobs"][0]["control"]["bits"] == 14);
    CHECK(one["amps"][0]["knobs"][0]["control"]["controller"] == 16);
    CHECK(desk.run({"amps", "no such thing"}) == cli::kUsage);
    CHECK(desk.err.find("kernom-ridge") != std::string::npos);
    CHECK(desk.run({"amps", "kernom", "--channel", "17"}) == cli::kUsage);
  }
}
