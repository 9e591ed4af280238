// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/real_bench.hpp"

#include <doctest/doctest.h>

#include <thread>

#include "rig/devices/pace_watch.hpp"
#include "rig/devices/system_clock.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

Knob knob(const std::string& id, const KnobControl& control) {
  Knob made;
  made.id = id;
  made.control = control;
  return made;
}

Rig jack_rig() {
  Rig rig;
  rig.name = "test";
  rig.audio.api = AudioApi::Jack;
  return rig;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("real bench: one actuator for each MIDI port and one for all hand-turned knobs") {
    auto rig = jack_rig();
    rig.knobs = {knob("gain", MidiControl{"amp", 1, 20}), knob("bass", ManualControl{}),
                 knob("mix", MidiControl{"pedal", 1, 20}),
                 knob("treble", MidiControl{"amp", 1, 23}), knob("mid", ManualControl{})};
    // A worker that does not exist: nothing may be started yet.
    const auto bench = make_real_bench(rig, {WorkerCommand{"/no/such/program", {}}, {}});
    REQUIRE(bench.audio);
    REQUIRE(bench.clock);
    REQUIRE(bench.person);
    REQUIRE(bench.actuators.size() == 3);
    CHECK(bench.actuators[0]->knobs() == std::vector<std::string>{"gain", "treble"});
    CHECK(bench.actuators[1]->knobs() == std::vector<std::string>{"mix"});
    CHECK(bench.actuators[2]->knobs() == std::vector<std::string>{"bass", "mid"});
  }

  TEST_CASE("real bench: a STOP of its own beside a foot-switch on the same port, both unopened") {
    auto rig = jack_rig();
    const RealBenchOptions nobody{WorkerCommand{"/no/such/program", {}}, {}};
    CHECK_FALSE(make_real_bench(rig, nobody).stop_switch);
    rig.footswitch = Footswitch{"pedal", 1, FootswitchKind::Note, 36};
    rig.stop_switch = Footswitch{"pedal", 1, FootswitchKind::Note, 37};
    const auto bench = make_real_bench(rig, nobody);
    REQUIRE(bench.stop_switch);
    CHECK_THROWS_AS(bench.stop_switch->watch([] {}), SetupError);
  }

  TEST_CASE("real bench: one actuator for each serial port, which is opened at the first move") {
    const auto servo = [](const std::string& port, int address) {
      ServoControl control;
      control.port = port;
      control.address = address;
      control.marks = {{0.0, 1000.0}, {10.0, 3000.0}};
      return control;
    };
    auto rig = jack_rig();
    rig.knobs = {knob("gain", servo("no-such-bus", 1)), knob("bass", servo("no-such-bus", 2)),
                 knob("mid", servo("another", 1)), knob("treble", ManualControl{})};
    const auto bench = make_real_bench(rig, {WorkerCommand{"/no/such/program", {}}, {}});
    REQUIRE(bench.actuators.size() == 3);
    CHECK(bench.actuators[0]->knobs() == std::vector<std::string>{"mid"});
    CHECK(bench.actuators[1]->knobs() == std::vector<std::string>{"gain", "bass"});
    try {
      (void)bench.actuators[1]->move({{"gain", 5.0}, {"bass", 5.0}}, {});
      FAIL("opened a port that is not there");
    } catch (const SetupError& error) {
      CHECK(error.kind() == SetupKind::Device);
      CHECK(std::string{error.what()}.find("no serial port \"no-such-bus\"") != std::string::npos);
    }
  }

  TEST_CASE("real bench: simulated audio and simulated knobs are refused by name") {
    CHECK_THROWS_AS((void)make_real_bench(Rig{}), SetupError);
    auto rig = jack_rig();
    rig.knobs = {knob("gain", SimulatedControl{})};
    try {
      (void)make_real_bench(rig);
      FAIL("accepted a simulated knob");
    } catch (const SetupError& error) {
      CHECK(error.kind() == SetupKind::Usage);
      CHECK(std::string{error.what()}.find("\"gain\"") != std::string::npos);
    }
  }

  TEST_CASE("pace watch: a loop that spins is noticed within 1 s but jitter and pauses are not") {
    const PaceWatch::Time start{};
    PaceWatch watch{48000.0, start, 0};
    CHECK_FALSE(watch.runs_away(start + 500ms, 1'000'000));  // too early to tell
    CHECK(watch.runs_away(start + 1s, 1'000'000));
    PaceWatch steady{48000.0, start, 0};
    CHECK_FALSE(steady.runs_away(start + 1s, 48'000 + 4096));
    CHECK_FALSE(steady.runs_away(start + 60s, 48'000 + 4096));  // stopped for a minute
    CHECK(steady.runs_away(start + 61s, 52'096 + 96'001));
  }

  TEST_CASE("system clock: stamps are ISO 8601 UTC with milliseconds") {
    auto stamp = SystemClock{}.utc();
    for (char& c : stamp) {
      if (c >= '0' && c <= '9') c = '0';
    }
    CHECK(stamp == "0000-00-00T00:00:00.000Z");
  }
}

TEST_SUITE("threads") {
  TEST_CASE("system clock: waits as long as told and less than 50 ms after a stop") {
    SystemClock clock;
    auto start = clock.now();
    CHECK(clock.wait(30ms, {}));
    CHECK(clock.now() - start >= 30ms);

    std::stop_source stop;
    std::jthread hand([&] {
      std::this_thread::sleep_for(20ms);
      stop.request_stop();
    });
    start = clock.now();
    CHECK_FALSE(clock.wait(10s, stop.get_token()));
    CHECK(clock.now() - start < 70ms);
    CHECK_FALSE(clock.wait(10s, stop.get_token()));
  }
}
