// SPDX-License-Identifier: GPL-3.0-or-later
// WorkerMidiInput against workers that do not do what they should; what it hears is in
// tests/system/learn_a_knob.sh.
#include <doctest/doctest.h>

#include <chrono>

#include "rig/devices/worker_midi_input.hpp"

using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

/// What open() refuses with, and after how long.
struct Refusal {
  std::string text;
  std::chrono::steady_clock::duration after{};
};

Refusal refusal_of(const std::string& behaviour) {
  WorkerMidiInput input{{AudioApi::Jack, "no-such-server-of-ours", "pedal"},
                        {FAKE_WORKER, {behaviour}}};
  const auto start = std::chrono::steady_clock::now();
  try {
    (void)input.open();
  } catch (const SetupError& error) {
    CHECK(error.kind() == SetupKind::Device);
    return {error.what(), std::chrono::steady_clock::now() - start};
  }
  return {};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("midi input: a worker that hangs or dies is told within 5 s") {
    const auto hung = refusal_of("never_answers");
    CHECK(hung.text.find("did not open within 4 s") != std::string::npos);
    CHECK(hung.after < 5s);
    CHECK_FALSE(refusal_of("dies_at_once").text.empty());
  }

  TEST_CASE("midi input: a server that does not answer is named with its way out") {
    const auto missing = refusal_of("a wire");
    CHECK(missing.text.find("no-such-server-of-ours") != std::string::npos);
    CHECK(missing.text.find("try:") != std::string::npos);
  }

  TEST_CASE("midi input: reading before opening is a fault") {
    WorkerMidiInput input{{AudioApi::Jack, "", ""}, {FAKE_WORKER, {"never_answers"}}};
    const auto read = input.read(1ms);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == FaultCode::StreamLost);
  }
}
