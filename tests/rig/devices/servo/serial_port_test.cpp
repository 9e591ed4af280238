// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/serial_port.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <numeric>

#include "rig/devices/serial_names.hpp"
#include "tests/support/temp_dir.hpp"

using namespace ampsweep::rig;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// A pseudo-terminal; the far end is ours.
struct Terminal {
  int far{-1};
  std::string path;
  Terminal() {
    int near = -1;
    std::array<char, 128> name{};
    REQUIRE(::openpty(&far, &near, name.data(), nullptr, nullptr) == 0);
    ::close(near);
    path = name.data();
  }
  ~Terminal() { hang_up(); }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  void hang_up() {
    if (far >= 0) ::close(far);
    far = -1;
  }
};

template <class Call>
std::string refusal(Call call) {
  try {
    call();
  } catch (const SetupError& error) {
    CHECK(error.kind() == SetupKind::Device);
    return error.what();
  }
  return "";
}

bool contains(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

/// dev with two by-id links to files in it.
void make_ports(const fs::path& dev) {
  fs::create_directories(dev / "serial" / "by-id");
  for (const char* name : {"ttyACM0", "ttyACM1"}) std::ofstream{dev / name};
  fs::create_symlink("../../ttyACM0", dev / "serial" / "by-id" / "usb-Pololu_Maestro_6-if00");
  fs::create_symlink("../../ttyACM1", dev / "serial" / "by-id" / "usb-Pololu_Maestro_6-if02");
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("serial port: all 256 byte values pass both ways through a pseudo-terminal") {
    Terminal terminal;
    SerialPort port{terminal.path, 1000000};
    port.open();
    Bytes all(256);
    std::iota(all.begin(), all.end(), std::uint8_t{0});

    REQUIRE(port.write(all).has_value());
    Bytes got(256);
    CHECK(::read(terminal.far, got.data(), got.size()) == 256);
    CHECK(got == all);

    REQUIRE(::write(terminal.far, all.data(), all.size()) == 256);
    Bytes back;
    while (back.size() < 256) {
      const auto some = port.read(1s);
      REQUIRE(some.has_value());
      REQUIRE_FALSE(some->empty());
      back.insert(back.end(), some->begin(), some->end());
    }
    CHECK(back == all);
  }

  TEST_CASE("serial port: reading waits no longer than it was told to") {
    Terminal terminal;
    SerialPort port{terminal.path, 57600};
    port.open();
    const auto begin = std::chrono::steady_clock::now();
    const auto nothing = port.read(30ms);
    const auto took = std::chrono::steady_clock::now() - begin;
    REQUIRE(nothing.has_value());
    CHECK(nothing->empty());
    CHECK(took >= 25ms);
    CHECK(took < 5s);
  }

  TEST_CASE("serial port: a line that went away is a fault, not a hang") {
    Terminal terminal;
    SerialPort port{terminal.path, 57600};
    port.open();
    terminal.hang_up();
    const auto read = port.read(1s);
    REQUIRE_FALSE(read.has_value());
    CHECK(contains(read.error().detail, "is gone: plug it in"));
    CHECK_FALSE(port.write(Bytes{1}).has_value());
  }

  TEST_CASE("serial port: a busy port is refused with the name of who has it") {
    Terminal terminal;
    std::array<int, 2> ready{};
    REQUIRE(::pipe(ready.data()) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
      SerialPort port{terminal.path, 57600};
      port.open();
      char byte = 0;
      if (::write(ready[1], &byte, 1) == 1) ::pause();
      ::_exit(0);
    }
    char byte = 0;
    REQUIRE(::read(ready[0], &byte, 1) == 1);
    SerialPort port{terminal.path, 57600};

    const std::string message = refusal([&] { port.open(); });

    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
    CHECK(contains(message, "is in use by "));
    CHECK(contains(message, "(process " + std::to_string(child) + ")"));
    port.open();  // free again
  }

  TEST_CASE("serial port: names are found by part, told apart, and near ones are offered") {
    const ampsweep::test::TempDir dir;
    const fs::path dev = dir.path() / "dev";
    CHECK(contains(refusal([&] { (void)serial_device("usb-Pololu", dev); }),
                   "no serial port is there"));
    make_ports(dev);

    CHECK(serial_port_names(dev) ==
          std::vector<std::string>{"usb-Pololu_Maestro_6-if00", "usb-Pololu_Maestro_6-if02"});
    CHECK(serial_device("if02", dev) == fs::canonical(dev / "ttyACM1"));
    CHECK(serial_device((dev / "ttyACM0").string(), dev) == fs::canonical(dev / "ttyACM0"));
    CHECK(contains(
        refusal([&] { (void)serial_device("Pololu", dev); }),
        "\"Pololu\" is the name of 2.\n  try: port = one of \"usb-Pololu_Maestro_6-if00\""));
    CHECK(contains(refusal([&] { (void)serial_device("usb-Pololu_Maestro_8-if00", dev); }),
                   "There is no serial port \"usb-Pololu_Maestro_8-if00\".\n  try: port = one of "
                   "\"usb-Pololu_Maestro_6-if00\""));
  }

  TEST_CASE("serial port: without by-id links the USB ports are listed by path") {
    const ampsweep::test::TempDir dir;
    fs::create_directories(dir.path());
    for (const char* name : {"ttyUSB0", "ttyS0", "null"}) std::ofstream{dir.path() / name};
    CHECK(serial_port_names(dir.path()) ==
          std::vector<std::string>{(dir.path() / "ttyUSB0").string()});
    CHECK(serial_device("ttyUSB0", dir.path()) == fs::canonical(dir.path() / "ttyUSB0"));
  }

  TEST_CASE("serial port: no terminal, and no such baud rate, are refused") {
    SerialPort file{"/dev/null", 57600};
    CHECK(contains(refusal([&] { file.open(); }), "\"/dev/null\""));
    SerialPort odd{"/dev/null", 12345};
    CHECK(contains(refusal([&] { odd.open(); }), "cannot run at 12345 baud"));
  }
}
