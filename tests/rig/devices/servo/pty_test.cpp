// SPDX-License-Identifier: GPL-3.0-or-later
// The same knob code over a pseudo-terminal, in real time, and over a recorded script.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "rig/devices/serial_port.hpp"
#include "rig/devices/servo/make_servos.hpp"
#include "tests/rig/devices/servo/servo_desk.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::test;
using namespace std::chrono_literals;

namespace {

class SteadyClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::nanoseconds now() const override {
    return std::chrono::steady_clock::now().time_since_epoch();
  }
  [[nodiscard]] std::string utc() const override { return "2026-11-22T00:00:00.000Z"; }
  bool wait(std::chrono::nanoseconds duration, const std::stop_token& stop) override {
    std::this_thread::sleep_for(duration);
    return !stop.stop_requested();
  }
};

/// A simulated device behind a pseudo-terminal, in a thread of its own and in real time.
class TerminalDevice {
 public:
  explicit TerminalDevice(fixtures::SerialDevice& device) : device_(device) {
    int near = -1;
    std::array<char, 128> name{};
    REQUIRE(::openpty(&far_, &near, name.data(), nullptr, nullptr) == 0);
    near_ = near;  // kept open: no hang-up between two openings
    path_ = name.data();
    thread_ = std::thread{[this] { run(); }};
  }
  ~TerminalDevice() {
    ends_ = true;
    thread_.join();
    ::close(far_);
    ::close(near_);
  }
  TerminalDevice(const TerminalDevice&) = delete;
  TerminalDevice& operator=(const TerminalDevice&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  void run() {
    auto before = std::chrono::steady_clock::now();
    while (!ends_) {
      pollfd one{far_, POLLIN, 0};
      const bool heard = ::poll(&one, 1, 2) > 0;
      const auto now = std::chrono::steady_clock::now();
      device_.pass(now - before);
      before = now;
      Bytes bytes(256);
      const auto count = heard ? ::read(far_, bytes.data(), bytes.size()) : 0;
      if (count > 0) device_.hear(ByteView{bytes}.first(static_cast<std::size_t>(count)));
      const Bytes said = device_.say();
      if (!said.empty() && ::write(far_, said.data(), said.size()) < 0) return;
    }
  }

  fixtures::SerialDevice& device_;
  int far_{-1};
  int near_{-1};
  std::string path_;
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

/// Recorded: what must be written, and what came back.
struct Line {
  Bytes written;
  Bytes answer;
};

class ScriptLine final : public SerialLine {
 public:
  explicit ScriptLine(std::vector<Line> script) : script_(std::move(script)) {}
  void open() override {}
  [[nodiscard]] Result<void> write(ByteView bytes) override {
    REQUIRE(next_ < script_.size());
    CHECK(Bytes(bytes.begin(), bytes.end()) == script_[next_].written);
    answer_ = script_[next_++].answer;
    return {};
  }
  [[nodiscard]] Result<Bytes> read(std::chrono::nanoseconds) override {
    return std::exchange(answer_, {});
  }
  [[nodiscard]] const std::string& name() const override { return name_; }

 private:
  std::vector<Line> script_;
  std::size_t next_{0};
  Bytes answer_;
  std::string name_{"script"};
};

Result<std::vector<KnobLabel>> move_over_terminal(fixtures::SerialDevice& device,
                                                  const ServoControl& servo) {
  TerminalDevice terminal{device};
  SteadyClock clock;
  auto port = std::make_unique<SerialPort>(terminal.path(), servo.baud);
  const auto knobs = make_servos({knob_with("gain", servo)}, std::move(port), clock);
  return knobs->move({{"gain", 5.0}}, {});
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("servos behind a pseudo-terminal: each protocol moves its knob in real time") {
    ServoControl servo = feetech_control();
    servo.settle_ms = 10.0;
    fixtures::FeetechBusSimulator bus{{{.position = 2010.0}}};
    const auto read_back = move_over_terminal(bus, servo);
    REQUIRE(read_back.has_value());
    CHECK(read_back->at(0).printed == doctest::Approx(5.0).epsilon(0.002));
    CHECK_FALSE(bus.servo(1).torque_on());

    servo = pulse_control(ServoProtocol::Maestro, 2);
    servo.settle_ms = 10.0;
    servo.baud = 115200;
    fixtures::SimulatedMaestro maestro;
    REQUIRE(move_over_terminal(maestro, servo).has_value());
    CHECK(maestro.pulse_us(2) == 0.0);  // let go of

    servo = pulse_control(ServoProtocol::Firmata, 9);
    servo.settle_ms = 10.0;
    servo.baud = 57600;
    fixtures::SimulatedFirmata board{50ms};
    const auto commanded = move_over_terminal(board, servo);
    REQUIRE(commanded.has_value());
    CHECK(commanded->at(0).raw == 1500.0);
  }

  TEST_CASE(
      "servos on a recorded script: standing reads a Feetech shaft twice and writes nothing") {
    const Bytes ask{0xFF, 0xFF, 0x01, 0x04, 0x02, 0x38, 0x0F, 0xB1};
    Bytes state{0xFF, 0xFF, 0x01, 0x11, 0x00, 0xE6, 0x07, 0, 0, 0, 0, 120, 30, 0, 0, 0, 0, 0, 0, 0};
    unsigned sum = 0;
    for (std::size_t i = 2; i < state.size(); ++i) sum += state[i];
    state.push_back(static_cast<std::uint8_t>(~sum & 0xFFU));
    SteadyClock clock;
    auto script = std::make_unique<ScriptLine>(std::vector<Line>{
        {ask, state},
        {ask, state},
        // on the way out the torque goes off, acknowledged and read back
        {{0xFF, 0xFF, 0x01, 0x04, 0x03, 0x28, 0x00, 0xCF}, {0xFF, 0xFF, 0x01, 0x02, 0x00, 0xFC}},
        {{0xFF, 0xFF, 0x01, 0x04, 0x02, 0x28, 0x01, 0xCF},
         {0xFF, 0xFF, 0x01, 0x03, 0x00, 0x00, 0xFB}}});
    const auto knobs =
        make_servos({knob_with("gain", feetech_control())}, std::move(script), clock);
    const auto labels = knobs->standing();
    REQUIRE(labels.has_value());
    CHECK(labels->at(0).raw == 2022.0);
    CHECK(labels->at(0).printed == 5.0);
  }
}
