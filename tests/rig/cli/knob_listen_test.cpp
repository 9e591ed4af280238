// SPDX-License-Identifier: GPL-3.0-or-later
// ampsweep knob listen with MIDI ports that say what is written here.
#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "command_desk.hpp"
#include "fixtures/scripted_midi_input.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/plan/rig_file.hpp"
#include "support/jack_rig.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

namespace {

const std::string kRig = test::jack_rig(R"([[knob]]
id = "gain"
control = { kind = "midi", port = "amp", controller = 1 } # to be learned
[[knob]]
id = "bass"
control = { kind = "manual" }
)");

/// A turn of one knob, in running status with a clock between the messages.
std::vector<MidiBytes> turned(int channel, int controller, int from, int to) {
  MidiBytes bytes{1, {static_cast<std::uint8_t>(0xB0 + channel - 1)}};
  for (int value = from;; value += from < to ? 1 : -1) {
    bytes.bytes.push_back(static_cast<std::uint8_t>(controller));
    bytes.bytes.push_back(0xF8);
    bytes.bytes.push_back(static_cast<std::uint8_t>(value));
    if (value == to) return {bytes};
  }
}

struct ListenDesk : test::CommandDesk {
  fixtures::ScriptedMidiInput::Script script;
  bool lost{false};
  ListenDesk() {
    write_text("rig.toml", kRig);
    midi_input = [this](const Rig&, const std::string&) {
      return std::make_unique<fixtures::ScriptedMidiInput>(
          std::vector<std::string>{"quiet:out", "pedal:out"}, script, lost);
    };
  }
  [[nodiscard]] std::string rig_text() const {
    std::ifstream in(path("rig.toml"), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  int listen(std::vector<std::string> more) {
    std::vector<std::string> words{"--json", "knob", path("rig.toml"), "listen"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

std::string with_control(const std::string& control) {
  const std::string before = "control = { kind = \"midi\", port = \"amp\", controller = 1 }";
  std::string text = kRig;
  return text.replace(text.find(before), before.size(), control);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "cli: knob listen learns channel, controller and travel and writes them, nothing else") {
    ListenDesk desk;
    desk.script = {turned(3, 20, 127, 60), turned(3, 20, 60, 0)};
    REQUIRE(desk.listen({"gain", "--write"}) == cli::kOk);
    const json found = json::parse(desk.out);
    CHECK(found["schema"] == "ampsweep-knob-listen-1");
    CHECK(found["written"] == true);
    CHECK(found["learned"]["channel"] == 3);
    CHECK(found["learned"]["controller"] == 20);
    CHECK(found["learned"]["low"] == 127);
    CHECK(found["learned"]["high"] == 0);
    CHECK(found["learned"]["bits"] == 7);
    CHECK(found["ports"][0]["controllers"].empty());
    CHECK(found["ports"][1]["port"] == "pedal:out");
    CHECK(desk.err.find("pedal:out: channel 3 controller 20 = 127") != std::string::npos);
    CHECK(desk.rig_text() ==
          with_control("control = { kind = \"midi\", port = \"amp\", controller = 20, channel = 3, "
                       "low = 127, high = 0 }"));
  }

  TEST_CASE(
      "cli: knob listen writes ends that are not 0 and 127 only when told they are the ends") {
    ListenDesk desk;
    desk.script = {turned(1, 20, 10, 100)};
    REQUIRE(desk.listen({"gain", "--write"}) == cli::kOk);
    CHECK(desk.rig_text().find("low") == std::string::npos);
    REQUIRE(desk.listen({"gain", "--write", "--whole-travel"}) == cli::kOk);
    CHECK(desk.rig_text().find("low = 10, high = 100") != std::string::npos);
  }

  TEST_CASE("cli: knob listen without --write changes nothing and needs no name") {
    ListenDesk desk;
    desk.script = {turned(1, 20, 0, 127)};
    REQUIRE(desk.run({"knob", desk.path("rig.toml"), "listen"}) == cli::kOk);
    CHECK(desk.out.find("channel = 1, controller = 20, low = 0, high = 127") != std::string::npos);
    CHECK(desk.rig_text() == kRig);
  }

  TEST_CASE("cli: knob listen says what to do when nothing was learned") {
    ListenDesk desk;
    CHECK(desk.listen({"gain", "--write"}) == cli::kGateFailed);
    CHECK(desk.err.find("no control change was heard") != std::string::npos);
    CHECK(json::parse(desk.out)["learned"].is_null());
    desk.script = {turned(1, 20, 0, 127), turned(1, 21, 0, 127)};
    CHECK(desk.listen({"gain", "--write"}) == cli::kGateFailed);
    CHECK(desk.err.find("move one knob only") != std::string::npos);
    CHECK(desk.rig_text() == kRig);
  }

  TEST_CASE("cli: knob listen refuses what it cannot do before and after listening") {
    ListenDesk desk;
    desk.script = {turned(1, 20, 0, 127)};
    CHECK(desk.listen({"--write"}) == cli::kUsage);
    CHECK(desk.listen({"mid"}) == cli::kData);
    CHECK(desk.listen({"bass", "--write"}) == cli::kData);
    CHECK(desk.err.find("not turned over MIDI") != std::string::npos);
    CHECK(desk.rig_text() == kRig);
    desk.lost = true;
    CHECK(desk.listen({}) == cli::kDevice);
    CHECK(desk.err.find("went away") != std::string::npos);
    desk.stop.request_stop();
    CHECK(desk.listen({}) == cli::kInterrupted);

    test::CommandDesk simulated;
    simulated.write_rig("");
    CHECK(simulated.run({"knob", simulated.path("rig.toml"), "listen"}) == cli::kUsage);
  }
}
