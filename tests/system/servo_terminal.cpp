// SPDX-License-Identifier: GPL-3.0-or-later
// A simulated STS3215 behind a pseudo-terminal, in a process of its own, so that it can be stopped
// and killed: servo_terminal LINK [COUNTS]. LINK becomes a link to the terminal; the servo (id 1)
// stands at COUNTS (2048) and runs in real time until the process ends.
#include <poll.h>
#include <pty.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "fixtures/servos/feetech_servo.hpp"

namespace {

using namespace ampsweep;
using Clock = std::chrono::steady_clock;

[[noreturn]] void run(int far, double counts) {
  fixtures::FeetechServoSpec spec;
  spec.position = counts;
  fixtures::FeetechBusSimulator bus{std::vector{spec}, false};
  auto before = Clock::now();
  while (true) {
    pollfd one{far, POLLIN, 0};
    const bool heard = ::poll(&one, 1, 2) > 0;
    const auto now = Clock::now();
    bus.pass(now - before);
    before = now;
    fixtures::Bytes bytes(256);
    const auto count = heard ? ::read(far, bytes.data(), bytes.size()) : 0;
    if (count > 0) bus.hear(fixtures::ByteView{bytes}.first(static_cast<std::size_t>(count)));
    const fixtures::Bytes said = bus.say();
    if (!said.empty() && ::write(far, said.data(), said.size()) < 0) std::exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  int far = -1;
  int near = -1;  // kept open: no hang-up between two openings
  std::array<char, 128> name{};
  if (::openpty(&far, &near, name.data(), nullptr, nullptr) != 0) {
    std::perror("servo_terminal: openpty");
    return 1;
  }
  const std::filesystem::path link{argv[1]};
  const std::filesystem::path fresh{link.string() + ".new"};
  std::filesystem::remove(fresh);
  std::filesystem::create_symlink(name.data(), fresh);
  std::filesystem::rename(fresh, link);
  run(far, argc > 2 ? std::atof(argv[2]) : 2048.0);
}
