// SPDX-License-Identifier: GPL-3.0-or-later
// What a JACK server can do to a session: die, stop, be missing, have the wrong ports.
#include <doctest/doctest.h>
#include <jack/jack.h>
#include <signal.h>

#include <chrono>
#include <functional>
#include <thread>

#include "rig/devices/audio_worker_port.hpp"
#include "rig/devices/device_list.hpp"
#include "rig/devices/worker_midi_wire.hpp"
#include "tests/system/jack_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;
using test::JackBench;
using Clock = std::chrono::steady_clock;

namespace {

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// What SetupError an open ends with; empty when it succeeds. Never longer than 5 s.
std::string open_error(AudioWorkerPort& port, const StreamSpec& spec) {
  const auto start = Clock::now();
  std::string said;
  try {
    port.open(spec);
  } catch (const SetupError& error) {
    said = error.what();
  }
  CHECK(seconds_since(start) < 5.0);
  return said;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Does `harm` 0.5 s into a take; the fault must come within 2 s.
Fault fault_after(AudioWorkerPort& port, const std::function<void()>& harm) {
  const auto stimulus = test::noise_burst(20 * 48'000, 4800);
  REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{20 * 48'000}, .setting = {}}));
  while (port.poll().frame < SampleCount{24'000}) std::this_thread::sleep_for(10ms);
  harm();
  const auto start = Clock::now();
  while (seconds_since(start) < 6.0) {
    const auto asked = Clock::now();
    const auto status = port.poll();
    CHECK(seconds_since(asked) < 1.5);
    if (status.fault) {
      CHECK(seconds_since(start) < 2.0);
      CHECK(status.recording);
      return *status.fault;
    }
    std::this_thread::sleep_for(20ms);
  }
  FAIL("no fault was reported");
  return {};
}

}  // namespace

TEST_SUITE("system") {
  TEST_CASE("jack: SIGKILL of the server in a take is a fault within 2 s and a restart heals it") {
    JackBench bench{JackBench::With::PassThrough};
    AudioWorkerPort port{test::worker()};
    const auto spec = test::through_spec(bench);
    REQUIRE(open_error(port, spec).empty());
    const auto fault = fault_after(port, [&] { ::kill(bench.server_pid(), SIGKILL); });
    CHECK((fault.code == FaultCode::StreamLost || fault.code == FaultCode::StreamHung));

    const auto start = Clock::now();
    port.close();
    CHECK(seconds_since(start) < 5.0);
    CHECK(has(open_error(port, spec), "No JACK server"));
    bench.restart();
    REQUIRE(open_error(port, spec) == "");
    const auto stimulus = test::noise_burst(48'000, 4800);
    CHECK(test::play(port, stimulus, 50'000).state == PlayState::Complete);
  }

  TEST_CASE(
      "jack: SIGSTOP of the server in a take is a hung stream within 2 s and SIGCONT heals it") {
    const JackBench bench{JackBench::With::PassThrough};
    AudioWorkerPort port{test::worker()};
    const auto spec = test::through_spec(bench);
    REQUIRE(open_error(port, spec).empty());
    const auto fault = fault_after(port, [&] { ::kill(bench.server_pid(), SIGSTOP); });
    CHECK(fault.code == FaultCode::StreamHung);

    // Still stopped: every call returns, and says why.
    auto start = Clock::now();
    port.close();
    CHECK(seconds_since(start) < 5.0);
    CHECK(has(open_error(port, spec), "did not answer within 4.5 s"));
    start = Clock::now();
    const auto listing = list_devices(test::worker());
    CHECK(seconds_since(start) < 5.0);
    CHECK_FALSE(listing.notes.empty());

    ::kill(bench.server_pid(), SIGCONT);
    const auto healed = Clock::now();
    std::string said = "never tried";
    while (!said.empty() && seconds_since(healed) < 5.0) said = open_error(port, spec);
    CHECK(said == "");
    CHECK(seconds_since(healed) < 5.0);
    const auto stimulus = test::noise_burst(48'000, 4800);
    CHECK(test::play(port, stimulus, 50'000).state == PlayState::Complete);
  }

  TEST_CASE("jack: a server that changes its period in a take is a lost stream that says so") {
    const JackBench bench{JackBench::With::PassThrough};
    AudioWorkerPort port{test::worker()};
    REQUIRE(open_error(port, test::through_spec(bench)).empty());
    const auto fault = fault_after(port, [&] {
      auto* const client = jack_client_open(
          "changer", static_cast<jack_options_t>(JackNoStartServer | JackServerName), nullptr,
          bench.server().c_str());
      REQUIRE(client != nullptr);
      CHECK(jack_set_buffer_size(client, 512) == 0);
      jack_client_close(client);
    });
    CHECK(fault.code == FaultCode::StreamLost);
    CHECK_MESSAGE(has(fault.detail, "from 1024 to 512 frames a period"), fault.detail);
  }

  TEST_CASE("jack: a server that runs slower than it says is found out by the clock") {
    const JackBench bench{JackBench::With::SlowServer};
    AudioWorkerPort port{test::worker()};
    REQUIRE(open_error(port, test::through_spec(bench)).empty());
    const auto noise = test::noise_burst(8 * 48'000, 4800);
    const auto status = test::play(port, noise, 8 * 48'000);
    REQUIRE(status.fault);
    CHECK(status.fault->code == FaultCode::StreamLost);
    CHECK_MESSAGE(has(status.fault->detail, "the stream runs at about 4"), status.fault->detail);
    CHECK(has(status.fault->detail, "Hz, not at 48000"));
    MESSAGE(status.fault->detail);
  }

  TEST_CASE("jack: a pass-through client that leaves is named at the next take") {
    const JackBench bench{JackBench::With::PassThrough};
    AudioWorkerPort port{test::worker()};
    REQUIRE(open_error(port, test::through_spec(bench)).empty());
    bench.stop_through();
    const auto status = test::play(port, test::noise_burst(9'600, 4800), 9'600);
    REQUIRE(status.fault);
    CHECK(status.fault->code == FaultCode::StreamLost);
    CHECK(has(status.fault->detail, "\"through:in\""));
  }

  TEST_CASE("jack: a program that was restarted is no longer the one that was wired") {
    JackBench bench{JackBench::With::PassThrough};
    AudioWorkerPort port{test::worker()};
    const auto spec = test::through_spec(bench);
    REQUIRE(open_error(port, spec).empty());
    const auto noise = test::noise_burst(9'600, 4800);
    REQUIRE(test::play(port, noise, 9'600).state == PlayState::Complete);
    bench.stop_through();
    bench.start_through();  // within the pause between two takes
    const auto status = test::play(port, noise, 9'600);
    REQUIRE(status.fault);
    CHECK(status.fault->code == FaultCode::StreamLost);
    CHECK(has(status.fault->detail, "through:"));
    CHECK(has(status.fault->detail, "restarted"));
    port.close();
    REQUIRE(open_error(port, spec).empty());
    CHECK(test::play(port, noise, 9'600).state == PlayState::Complete);
  }

  TEST_CASE("jack: a missing server or port or rate is a SetupError that names it") {
    const JackBench bench{JackBench::With::PassThrough};
    AudioWorkerPort port{test::worker()};
    auto spec = test::through_spec(bench);
    spec.audio.server = "no-such-server";
    CHECK(has(open_error(port, spec), "No JACK server \"no-such-server\" answers"));

    spec = test::through_spec(bench);
    spec.audio.outputs[0].port = "thru:in";
    const auto said = open_error(port, spec);
    CHECK(has(said, "no JACK port \"thru:in\""));
    CHECK(has(said, "\"through:in\""));

    spec = test::through_spec(bench);
    spec.audio.rate = SampleRate{44100};
    CHECK(has(open_error(port, spec), "runs at 48000 Hz, the rig asks for 44100 Hz"));

    spec = test::through_spec(bench);
    spec.audio.inputs[0].port = "through:in";  // an input where an output is needed
    CHECK(has(open_error(port, spec), "no JACK port \"through:in\""));

    CHECK(open_error(port, test::through_spec(bench)) == "");
  }

  TEST_CASE("jack: MIDI to a stopped server fails within 5 s and does not hang the session") {
    const JackBench bench{JackBench::With::Amp};
    WorkerMidiWire wire{{AudioApi::Jack, bench.server(), "amp_amp:midi_in_1"}, test::worker()};
    wire.open();
    REQUIRE(wire.send({0xB0, 25, 64}));
    REQUIRE(wire.flush());
    ::kill(bench.server_pid(), SIGSTOP);
    for (int i = 0; i < 3; ++i) {
      const auto start = Clock::now();
      const auto sent = wire.send({0xB0, 25, 64});
      REQUIRE_FALSE(sent);
      CHECK(sent.error().code == FaultCode::KnobNotReached);
      CHECK(seconds_since(start) < 5.0);
    }
    auto start = Clock::now();
    CHECK_THROWS_AS(wire.open(), SetupError);
    CHECK(seconds_since(start) < 5.0);
    ::kill(bench.server_pid(), SIGCONT);
    wire.open();
    CHECK(wire.send({0xB0, 25, 64}));
    CHECK(wire.flush());
  }

  TEST_CASE("jack: a MIDI port that is missing is a SetupError that lists the ports") {
    const JackBench bench{JackBench::With::Amp};
    WorkerMidiWire missing{{AudioApi::Jack, bench.server(), "fractal"}, test::worker()};
    try {
      missing.open();
      FAIL("opened a port that is not there");
    } catch (const SetupError& error) {
      CHECK(has(error.what(), "no MIDI output port \"fractal\""));
      CHECK(has(error.what(), "amp_amp:midi_in_1"));
    }
    WorkerMidiWire part{{AudioApi::Jack, bench.server(), "MIDI_IN"}, test::worker()};
    CHECK_NOTHROW(part.open());  // a unique part of the name, letter case ignored
  }

  TEST_CASE("devices: lists the ports of a running server with what a rig file calls them") {
    const JackBench bench{JackBench::With::Amp};
    ::setenv("JACK_DEFAULT_SERVER", bench.server().c_str(), 1);
    const auto listing = list_devices(test::worker());
    ::unsetenv("JACK_DEFAULT_SERVER");
    const auto listed = [&](const std::string& kind, const std::string& text) {
      for (const auto& device : listing.devices) {
        if (device.kind == kind && device.rig_text == text) return true;
      }
      return false;
    };
    CHECK(listed("jack input", "port = \"amp_amp:in_0\""));
    CHECK(listed("jack output", "port = \"amp_fx:out_0\""));
    CHECK(listed("midi", "port = \"amp_amp:midi_in_1\""));
  }
}
