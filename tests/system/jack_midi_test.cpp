// SPDX-License-Identifier: GPL-3.0-or-later
// MIDI to a client of a real JACK server that goes and comes back.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <jack/jack.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <thread>

#include "rig/devices/midi_actuator.hpp"
#include "rig/devices/system_clock.hpp"
#include "rig/devices/worker_midi_input.hpp"
#include "rig/devices/worker_midi_wire.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/system/jack_bench.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;
using test::JackBench;

namespace {

/// A move to an amp that was away takes 5 s to wake it, and 3 s more while deadlines are missed.
constexpr auto kPatience = 30s;

/// An amp with a MIDI input; plugged in and out by starting and ending it.
class PluggedAmp {
 public:
  explicit PluggedAmp(const std::string& server) : server_(server) { plug_in(); }
  ~PluggedAmp() { unplug(); }

  void plug_in() {
    file_ = folder_.path() / std::to_string(++plugged_);
    pid_ = ::fork();
    REQUIRE(pid_ >= 0);
    if (pid_ > 0) return;
    ::setenv("JACK_DEFAULT_SERVER", server_.c_str(), 1);
    const int out = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::execl(MIDI_RECEIVER, MIDI_RECEIVER, "plugged", nullptr);
    ::_exit(127);
  }
  void unplug() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  /// As a program that hangs for a moment: nothing is heard meanwhile.
  void stand_still(std::chrono::milliseconds time) const {
    ::kill(pid_, SIGSTOP);
    std::this_thread::sleep_for(time);
    ::kill(pid_, SIGCONT);
  }
  /// What it heard since it was plugged in, once that is `count` messages or enough time passed.
  [[nodiscard]] std::vector<std::string> heard(std::size_t count) const {
    std::vector<std::string> lines;
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    do {
      std::this_thread::sleep_for(50ms);
      lines.clear();
      std::ifstream in{file_};
      for (std::string line; std::getline(in, line);) {
        if (line != "xrun") lines.push_back(line);
      }
    } while (lines.size() < count && std::chrono::steady_clock::now() < deadline);
    return lines;
  }

  /// Deadlines the graph missed since it was plugged in.
  [[nodiscard]] int xruns() const {
    int count = 0;
    std::ifstream in{file_};
    for (std::string line; std::getline(in, line);) count += line == "xrun" ? 1 : 0;
    return count;
  }

 private:
  test::TempDir folder_;
  std::string server_;
  std::filesystem::path file_;
  int plugged_{0};
  pid_t pid_{-1};
};

Knob turned_by(const std::string& id, int controller) {
  Knob knob;
  knob.id = id;
  knob.control = MidiControl{"PLUGGED", 1, controller, 0, 127, 0.0, 0};
  return knob;
}

/// A pedal's MIDI output, there until destruction.
class PedalPort {
 public:
  explicit PedalPort(const std::string& server)
      : client_(jack_client_open("pedal",
                                 static_cast<jack_options_t>(JackNoStartServer | JackServerName),
                                 nullptr, server.c_str())) {
    REQUIRE(client_ != nullptr);
    jack_port_register(client_, "out", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput, 0);
    REQUIRE(jack_activate(client_) == 0);
  }
  ~PedalPort() { jack_client_close(client_); }
  PedalPort(const PedalPort&) = delete;
  PedalPort& operator=(const PedalPort&) = delete;

 private:
  jack_client_t* client_;
};

/// Semaphores that clients of ours left: one that is killed cannot take them along.
std::vector<std::string> left_behind(const std::string& server) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator{"/dev/shm"}) {
    const std::string name = entry.path().filename().string();
    if (name.find('_' + server + "_ampsweep-") != std::string::npos) names.push_back(name);
  }
  return names;
}

/// What is said of a port that went, within the patience.
std::string told_of_loss(MidiInput& input) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    const auto heard = input.read(50ms);
    if (!heard) return heard.error().detail;
  }
  return "";
}

struct Desk {
  JackBench bench;
  PluggedAmp amp;
  SystemClock clock;
  MidiActuator actuator;
  explicit Desk(const MidiPolicy& policy, int period = 1024)
      : bench(JackBench::With::PassThrough, period),
        amp(bench.server()),
        actuator({turned_by("gain", 20), turned_by("bass", 21)},
                 std::make_unique<WorkerMidiWire>(
                     MidiSpec{AudioApi::Jack, bench.server(), "PLUGGED"}, test::worker()),
                 clock, policy) {}

  Result<std::vector<KnobLabel>> move(double gain, double bass) {
    return actuator.move({{"gain", gain}, {"bass", bass}}, {});
  }
  /// The client needs a moment to show its port.
  Result<std::vector<KnobLabel>> move_once_there(double gain, double bass) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (true) {
      try {
        auto moved = move(gain, bass);
        if (moved) return moved;
        if (std::chrono::steady_clock::now() > deadline) {
          MESSAGE(moved.error().detail);
          return moved;
        }
      } catch (const SetupError&) {
        if (std::chrono::steady_clock::now() > deadline) throw;
      }
      std::this_thread::sleep_for(100ms);
    }
  }
};

}  // namespace

TEST_SUITE("system") {
  TEST_CASE("jack: a MIDI port that goes is a fault, and found again by its name, all knobs sent") {
    Desk desk{{5, 0, 0.0}};
    REQUIRE(desk.move_once_there(10.0, 0.0));
    CHECK(desk.amp.heard(2) == std::vector<std::string>{"176 20 127", "176 21 0"});
    desk.amp.unplug();
    const auto gone = desk.move(10.0, 0.0);  // nothing to send, and still it must not pass
    REQUIRE_FALSE(gone);
    CHECK(gone.error().code == FaultCode::KnobNotReached);
    MESSAGE(gone.error().detail);
    CHECK(gone.error().detail.find("PLUGGED") != std::string::npos);
    desk.amp.plug_in();
    REQUIRE(desk.move_once_there(10.0, 0.0));
    CHECK(desk.amp.heard(2) == std::vector<std::string>{"176 20 127", "176 21 0"});
    // Out and in again before anybody looks: the amp forgot, so everything is sent.
    desk.amp.unplug();
    desk.amp.plug_in();
    std::this_thread::sleep_for(500ms);
    REQUIRE(desk.move_once_there(10.0, 0.0));
    CHECK(desk.amp.heard(2) == std::vector<std::string>{"176 20 127", "176 21 0"});
  }

  TEST_CASE("jack: an amp that restarted since it was told is noticed without another move") {
    Desk desk{{5, 0, 0.0}};
    REQUIRE(desk.move_once_there(10.0, 0.0));
    CHECK(desk.actuator.held());
    desk.amp.unplug();
    desk.amp.plug_in();
    std::this_thread::sleep_for(500ms);
    const auto held = desk.actuator.held();
    REQUIRE_FALSE(held);
    CHECK(held.error().code == FaultCode::KnobNotReached);
    CHECK(desk.actuator.standing()->empty());
  }

  TEST_CASE("jack: who sends MIDI or hears it leaves the graph in order, and nothing behind") {
    const JackBench bench{JackBench::With::PassThrough};
    const PedalPort pedal{bench.server()};
    const PluggedAmp amp{bench.server()};
    std::optional<WorkerMidiInput> input{
        std::in_place, MidiSpec{AudioApi::Jack, bench.server(), "pedal"}, test::worker()};
    input->open();
    std::optional<WorkerMidiWire> wire{
        std::in_place, MidiSpec{AudioApi::Jack, bench.server(), "PLUGGED"}, test::worker()};
    for (int i = 0; i < 50 && amp.heard(0).empty(); ++i) {
      try {
        wire->open();
        (void)wire->send({176, 20, 1});
      } catch (const SetupError&) {  // the amp needs a moment to show its port, and to run
        std::this_thread::sleep_for(100ms);
      }
    }
    REQUIRE_FALSE(amp.heard(0).empty());
    CHECK_FALSE(left_behind(bench.server()).empty());
    wire.reset();
    input.reset();
    CHECK(left_behind(bench.server()) == std::vector<std::string>{});
  }

  TEST_CASE("jack: a MIDI port that is listened to is missed, though it is back at once") {
    const JackBench bench{JackBench::With::PassThrough, 256};
    WorkerMidiInput input{{AudioApi::Jack, bench.server(), "pedal"}, test::worker()};
    std::optional<PedalPort> pedal{bench.server()};
    CHECK(input.open() == std::vector<std::string>{"pedal:out"});
    CHECK(input.read(300ms));
    pedal.reset();
    CHECK(told_of_loss(input).find("\"pedal:out\" has gone") != std::string::npos);
    CHECK_THROWS_AS(input.open(), SetupError);
    pedal.emplace(bench.server());
    CHECK(input.open() == std::vector<std::string>{"pedal:out"});
    pedal.reset();
    pedal.emplace(bench.server());  // nobody looked meanwhile
    CHECK(told_of_loss(input).find("\"pedal:out\" has gone") != std::string::npos);
  }

  TEST_CASE("jack: what is sent while the amp's program stands still is sent again") {
    Desk desk{{5, 0, 0.0}};
    REQUIRE(desk.move_once_there(10.0, 0.0));
    std::thread still{[&] { desk.amp.stand_still(1500ms); }};
    std::this_thread::sleep_for(200ms);
    const auto moved = desk.move(0.0, 10.0);
    still.join();
    REQUIRE(moved);
    const auto heard = desk.amp.heard(4);
    REQUIRE(heard.size() >= 4);
    CHECK(heard[heard.size() - 2] == "176 20 0");
    CHECK(heard.back() == "176 21 127");
  }

  TEST_CASE("jack: of 1,000 messages none is lost at the shortest gap") {
    bool whole = false;
    // A cycle that JACK skips takes its MIDI with it: such a try says nothing of the pacing.
    for (int tries = 0; tries < 5 && !whole; ++tries) {
      Desk desk{{1, 0, 0.0}, 256};
      REQUIRE(desk.move_once_there(0.0, 0.0));
      std::vector<std::string> sent{"176 20 0", "176 21 0"};
      for (int i = 1; i < 500; ++i) {
        const int raw = i % 2 == 0 ? 0 : 1 + i % 127;
        const double value = 10.0 * raw / 127.0;
        REQUIRE(desk.move(value, value));
        sent.push_back("176 20 " + std::to_string(raw));
        sent.push_back("176 21 " + std::to_string(raw));
      }
      whole = desk.amp.heard(sent.size()) == sent;
      const int xruns = desk.amp.xruns();
      INFO("try ", tries, ": ", xruns, " xruns");
      CHECK((whole || xruns > 0));
    }
    CHECK(whole);
  }
}
