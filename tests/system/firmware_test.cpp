// SPDX-License-Identifier: GPL-3.0-or-later
// Firmware in the loop: StandardFirmata, the binary that people run, and our own Maestro firmware
// (fixtures/firmware), each in simavr behind a pseudo-terminal. Pulses are read off the simulated
// pin. firmware.sh brings both and starts this.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "rig/devices/serial_port.hpp"
#include "rig/devices/servo/firmata_drive.hpp"
#include "rig/devices/servo/maestro_drive.hpp"
#include "rig/devices/servo/servo_actuator.hpp"
#include "rig/devices/system_clock.hpp"

using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

constexpr double kAllowedUs = 1.0;

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

int moves() {
  const std::string text = from_environment("AMPSWEEP_FIRMWARE_MOVES");
  return text.empty() ? 1000 : std::stoi(text);
}

/// avr_runner with a firmware: the name of its terminal and the pulses as they come.
class Board {
 public:
  explicit Board(const std::string& firmware) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    REQUIRE(::pipe2(in.data(), O_CLOEXEC) == 0);
    REQUIRE(::pipe2(out.data(), O_CLOEXEC) == 0);
    const std::string runner = from_environment("AVR_RUNNER");
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(in[0], 0);
      ::dup2(out[1], 1);
      ::execl(runner.c_str(), runner.c_str(), firmware.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    keep_alive_ = in[1];
    said_ = ::fdopen(out[0], "r");
    std::array<char, 256> line{};
    while (terminal_.empty() && std::fgets(line.data(), line.size(), said_) != nullptr) {
      std::array<char, 200> name{};
      if (std::sscanf(line.data(), "terminal %199s", name.data()) == 1) terminal_ = name.data();
    }
    reader_ = std::thread{[this] { read_pulses(); }};
  }
  ~Board() {
    ::close(keep_alive_);
    ::waitpid(child_, nullptr, 0);
    reader_.join();
    std::fclose(said_);
  }
  Board(const Board&) = delete;
  Board& operator=(const Board&) = delete;

  [[nodiscard]] const std::string& terminal() const { return terminal_; }
  /// Width of the second pulse from now (the first may have begun before). One that is off is
  /// looked at again, and the median of the next three holds: the Arduino core's clock interrupt
  /// delays an edge now and then, by 4.4 us on one pulse in a hundred. 0: none came in 20 s.
  [[nodiscard]] double pulse(double wanted) {
    auto next = pulses(2);
    if (next.size() < 2 || std::abs(next[1] - wanted) <= kAllowedUs) return last_of(next);
    ++late_edges_;
    next = pulses(3);
    std::sort(next.begin(), next.end());
    return next.size() < 3 ? 0.0 : next[1];
  }
  [[nodiscard]] int late_edges() const { return late_edges_; }

 private:
  [[nodiscard]] std::size_t seen() {
    const std::lock_guard guard{lock_};
    return widths_.size();
  }
  /// The next so many; fewer when they do not come.
  [[nodiscard]] std::vector<double> pulses(std::size_t count) {
    const std::size_t from = seen();
    for (int tries = 0; tries < 20000 && seen() < from + count; ++tries) {
      std::this_thread::sleep_for(1ms);
    }
    const std::lock_guard guard{lock_};
    const auto first = widths_.begin() + static_cast<std::ptrdiff_t>(from);
    return {first, std::min(widths_.end(), first + static_cast<std::ptrdiff_t>(count))};
  }
  [[nodiscard]] static double last_of(const std::vector<double>& widths) {
    return widths.empty() ? 0.0 : widths.back();
  }
  void read_pulses() {
    std::array<char, 256> line{};
    while (std::fgets(line.data(), line.size(), said_) != nullptr) {
      double width = 0.0;
      if (std::sscanf(line.data(), "pulse %lf", &width) != 1) continue;
      const std::lock_guard guard{lock_};
      widths_.push_back(width);
    }
  }

  pid_t child_{-1};
  int keep_alive_{-1};
  std::FILE* said_{nullptr};
  std::string terminal_;
  std::thread reader_;
  std::mutex lock_;
  std::vector<double> widths_;
  int late_edges_{0};
};

Knob knob_on(ServoProtocol protocol, int address) {
  ServoControl servo;
  servo.protocol = protocol;
  servo.address = address;
  servo.marks = {{0.0, 800.0}, {10.0, 2200.0}};
  servo.stop_low = 700.0;
  servo.stop_high = 2300.0;
  servo.raw_per_deg = 10.0;
  servo.speed_deg_s = 90.0;
  servo.slip_torque_cnm = 10.0;
  servo.settle_ms = 0.0;
  servo.hold = true;
  Knob knob;
  knob.id = "gain";
  knob.control = servo;
  return knob;
}

struct Errors {
  double worst_us{0.0};
  int missed{0};  ///< Moves after which no pulse came.
  void add(double pulse, double wanted) {
    if (pulse == 0.0) ++missed;
    if (pulse != 0.0) worst_us = std::max(worst_us, std::abs(pulse - wanted));
  }
};

/// A few moves as a session makes them, through the whole actuator.
void check_knob_moves(Board& board, KnobActuator& actuator) {
  Errors errors;
  for (const double value : {5.0, 8.0, 2.5}) {
    const auto labels = actuator.move({{"gain", value}}, {});
    INFO((labels ? "" : labels.error().detail));
    REQUIRE(labels.has_value());
    CHECK(labels->at(0).source == LabelSource::Commanded);
    errors.add(board.pulse(labels->at(0).raw), labels->at(0).raw);
  }
  std::printf("  knob moves: worst pulse error %.3f us, %d without a pulse\n", errors.worst_us,
              errors.missed);
  CHECK(errors.worst_us <= kAllowedUs);
  CHECK(errors.missed == 0);
}

}  // namespace

TEST_SUITE("system") {
  TEST_CASE("firmware: StandardFirmata in simavr, pulses within 1 us of what was asked for") {
    const std::string hex = from_environment("STANDARD_FIRMATA");
    REQUIRE_FALSE(hex.empty());
    Board board{hex};
    SystemClock clock;
    const Knob knob = knob_on(ServoProtocol::Firmata, 9);
    {
      ServoActuator actuator{{knob},
                             std::make_unique<FirmataDrive>(
                                 std::make_unique<SerialPort>(board.terminal(), 57600), clock),
                             clock};
      check_knob_moves(board, actuator);
    }
    // The protocol alone, without ramps, to come to the stated number of moves in time.
    SerialExchange line{std::make_unique<SerialPort>(board.terminal(), 57600), clock};
    REQUIRE(line.open().has_value());
    REQUIRE(line.send(firmata_servo_config(9, 544, 2400)).has_value());
    std::mt19937 random{1};
    Errors errors;
    for (int i = 0; i < moves(); ++i) {
      const int us = std::uniform_int_distribution<>{544, 2400}(random);
      REQUIRE(line.send(firmata_write(9, us)).has_value());
      const auto kept = line.ask<int>(
          firmata_ask_pin(9), 500ms,
          [&](ByteView heard) -> std::optional<int> {
            FirmataParser parser;
            for (const auto byte : heard) {
              const auto message = parser.feed(byte);
              if (!message) continue;
              if (const auto* pin = std::get_if<FirmataPin>(&*message)) return pin->value;
            }
            return std::nullopt;
          },
          "pin 9");
      REQUIRE(kept.has_value());
      CHECK(*kept == us);
      errors.add(board.pulse(us), us);
    }
    std::printf(
        "  StandardFirmata: %d moves, worst pulse error %.3f us, %d without a pulse, %d late "
        "edges\n",
        moves(), errors.worst_us, errors.missed, board.late_edges());
    CHECK(errors.worst_us <= kAllowedUs);
    CHECK(errors.missed == 0);
  }

  TEST_CASE("firmware: our Maestro firmware in simavr, pulses within 1 us of what was asked for") {
    const std::string elf = from_environment("MAESTRO_FIRMWARE");
    REQUIRE_FALSE(elf.empty());
    Board board{elf};
    SystemClock clock;
    {
      ServoActuator actuator{{knob_on(ServoProtocol::Maestro, 0)},
                             std::make_unique<MaestroDrive>(
                                 std::make_unique<SerialPort>(board.terminal(), 115200), clock),
                             clock};
      check_knob_moves(board, actuator);
    }
    SerialExchange line{std::make_unique<SerialPort>(board.terminal(), 115200), clock};
    REQUIRE(line.open().has_value());
    std::mt19937 random{2};
    Errors errors;
    for (int i = 0; i < moves(); ++i) {
      const int quarters = std::uniform_int_distribution<>{4 * 544, 4 * 2400}(random);
      REQUIRE(line.send(maestro_set_target({}, 0, quarters)).has_value());
      const auto kept =
          line.ask<int>(maestro_get_position({}, 0), 500ms, maestro_word, "channel 0");
      REQUIRE(kept.has_value());
      CHECK(*kept == quarters / 2 * 2);  // its grid is half a microsecond
      errors.add(board.pulse(quarters / 4.0), quarters / 4.0);
    }
    std::printf("  Maestro firmware: %d moves, worst pulse error %.3f us, %d without a pulse\n",
                moves(), errors.worst_us, errors.missed);
    CHECK(errors.worst_us <= kAllowedUs);
    CHECK(errors.missed == 0);
    const auto bits = line.ask<int>(maestro_get_errors({}), 500ms, maestro_word, "Maestro");
    CHECK(bits == 0);
  }
}
