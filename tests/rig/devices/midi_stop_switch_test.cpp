// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/midi_stop_switch.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <stop_token>
#include <thread>

#include "rig/model/result.hpp"
#include "tests/rig/devices/pedal.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

struct StopDesk {
  test::Pedal port;
  std::stop_source stop;
  MidiStopSwitch stop_switch;
  explicit StopDesk(FootswitchKind kind = FootswitchKind::Note)
      : stop_switch(std::make_unique<test::PedalInput>(port), Footswitch{"red", 2, kind, 36}, 1ms) {}
  void watch() {
    stop_switch.watch([this] { stop.request_stop(); });
  }
  /// Whatever was said has been heard.
  void listen() {
    const int before = port.reads;
    while (port.reads < before + 3) std::this_thread::sleep_for(1ms);
  }
  /// The next thing it has to tell.
  std::string told() {
    for (int i = 0; i < 5000; ++i) {
      const auto texts = stop_switch.look_after();
      if (!texts.empty()) return texts.front();
      std::this_thread::sleep_for(1ms);
    }
    return "";
  }
};

}  // namespace

TEST_SUITE("threads") {
  TEST_CASE("midi stop: its own message stops, whatever else is said does not") {
    using Bytes = std::vector<std::uint8_t>;
    struct Row {
      FootswitchKind kind;
      std::vector<Bytes> no;
      Bytes yes;
    };
    const Row rows[] = {
        {FootswitchKind::Note,
         {{0x91, 35, 100}, {0x90, 36, 100}, {0x91, 36, 0}, {0x81, 36, 64}, {0xF8}, {0xC1, 36}},
         {0x91, 36, 1}},
        {FootswitchKind::Controller,
         {{0xB1, 35, 127}, {0xB0, 36, 127}, {0x91, 36, 100}},
         {0xB1, 36, 0}},  // a pedal that toggles and stood at 127
        {FootswitchKind::Program, {{0xC1, 35}, {0xC0, 36}, {0xB1, 36, 127}}, {0xC1, 36}}};
    for (const Row& row : rows) {
      StopDesk desk{row.kind};
      desk.watch();
      for (const Bytes& bytes : row.no) desk.port.say(bytes);
      desk.listen();
      CHECK_FALSE(desk.stop.stop_requested());
      for (const std::uint8_t byte : row.yes) desk.port.say({byte});  // in pieces
      desk.listen();
      CHECK(desk.stop.stop_requested());
    }
  }

  TEST_CASE("midi stop: a port that is not there is refused, by the name of what is missing") {
    StopDesk desk;
    desk.port.there = false;
    std::string said;
    try {
      desk.watch();
    } catch (const SetupError& error) {
      CHECK(error.kind() == SetupKind::Device);
      said = error.what();
    }
    CHECK(said.find("The STOP of [safety]") == 0);
    CHECK(said.find("no MIDI input port \"red\"") != std::string::npos);
  }

  TEST_CASE("midi stop: a port that goes is told, searched, and heard again") {
    StopDesk desk;
    desk.watch();
    CHECK(desk.told() == "STOP is heard on MIDI port \"red pedal\"");
    desk.port.there = false;
    CHECK(desk.told() == "STOP over MIDI is not heard any more: it was pulled");
    CHECK_FALSE(desk.stop.stop_requested());
    desk.port.there = true;
    CHECK(desk.told() == "STOP is heard again on MIDI port \"red pedal\"");
    desk.port.say({0x91, 36, 100});
    desk.listen();
    CHECK(desk.stop.stop_requested());
  }

  TEST_CASE("midi stop: it ends while its port is away") {
    StopDesk desk;
    desk.watch();
    desk.port.there = false;
    while (desk.told().find("not heard any more") == std::string::npos) {
    }
  }
}
