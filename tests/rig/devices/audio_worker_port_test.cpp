// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/audio_worker_port.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <thread>

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

AudioWorkerPort port_that(const std::string& behaviour) {
  ::setenv("AMPSWEEP_WORKER_STDERR", "1", 1);  // what a sanitizer says must be seen
  ::setenv("TSAN_OPTIONS", "halt_on_error=1", 1);
  return AudioWorkerPort{WorkerCommand{FAKE_WORKER, {behaviour}}};
}

StreamSpec two_by_two() {
  StreamSpec spec;
  spec.audio.api = AudioApi::Jack;
  spec.audio.outputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  spec.audio.inputs = {{"amp", 1, ""}, {"loopback", 2, ""}};
  spec.longest_take = SampleCount{96'000};
  return spec;
}

/// The first input is the tap.
StreamSpec tapped() {
  StreamSpec spec = two_by_two();
  spec.tap_input = 0;
  return spec;
}

/// What the tap hears of a stimulus that stays at 0.5; free in the first 80 ms.
TapCorridor around_a_half() {
  TapCorridor tap{std::vector<float>(200, 0.4F), std::vector<float>(200, 0.6F)};
  std::fill_n(tap.low.begin(), 8, 0.0F);
  return tap;
}

std::vector<float> quiet_then_tone(std::size_t frames) {
  std::vector<float> samples(frames);
  for (std::size_t i = 4800; i < frames; ++i) {
    samples[i] = static_cast<float>(0.5 * std::sin(0.05 * static_cast<double>(i)));
  }
  return samples;
}

/// Polls like a session does, until the take has ended or a fault is seen.
PortStatus play_out(AudioWorkerPort& port, std::chrono::milliseconds patience = 6000ms) {
  const auto deadline = Clock::now() + patience;
  while (Clock::now() < deadline) {
    auto status = port.poll();
    if (status.fault || (status.state != PlayState::Playing && status.state != PlayState::Idle)) {
      return status;
    }
    std::this_thread::sleep_for(10ms);
  }
  FAIL("the take neither ended nor failed");
  return {};
}

/// Two seconds, guarded.
PortStatus play_with_tap(AudioWorkerPort& port, const std::vector<float>& stimulus) {
  const TapCorridor tap = around_a_half();
  REQUIRE(port.begin(
      {.stimulus = stimulus, .frames = SampleCount{96'000}, .tap = &tap, .setting = {}}));
  return play_out(port);
}

void check_tap_lost(const PortStatus& status) {
  REQUIRE(status.fault);
  CHECK(status.fault->code == FaultCode::TapLow);
}

/// A take that ends before it is there fails the test.
void play_until(AudioWorkerPort& port, SampleCount frame) {
  for (auto status = port.poll(); status.frame < frame; status = port.poll()) {
    REQUIRE_FALSE(status.fault);
    REQUIRE((status.state == PlayState::Playing || status.state == PlayState::Idle));
    std::this_thread::sleep_for(5ms);
  }
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

bool process_exists(pid_t pid) { return ::kill(pid, 0) == 0; }

/// Waits for a state of a process: the letter in /proc/PID/stat.
bool has_state(pid_t pid, char wanted) {
  for (int i = 0; i < 100; ++i) {
    std::ifstream stat{"/proc/" + std::to_string(pid) + "/stat"};
    std::string text((std::istreambuf_iterator<char>(stat)), {});
    const auto paren = text.rfind(')');
    if (paren != std::string::npos && text[paren + 2] == wanted) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

}  // namespace

TEST_SUITE("threads") {
  TEST_CASE("audio worker port: two takes come back sample-exact through the worker") {
    auto port = port_that("works");
    const auto info = port.open(two_by_two());
    CHECK(info.description == "a wire");
    CHECK(info.period_frames == 480);
    const auto stimulus = quiet_then_tone(24'000);
    for (int take = 0; take < 2; ++take) {
      REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{28'800}, .setting = {}}));
      const auto status = play_out(port);

      REQUIRE_FALSE(status.fault);
      CHECK(status.state == PlayState::Complete);
      CHECK(status.xruns == 0);
      REQUIRE(status.recording);
      REQUIRE(status.recording->channels.size() == 2);
      REQUIRE(status.recording->length() == SampleCount{28'800});
      for (std::size_t i = 0; i < stimulus.size(); ++i) {
        REQUIRE(status.recording->channels[0][i + 480] == stimulus[i]);
        REQUIRE(status.recording->channels[1][i + 480] == stimulus[i]);
      }
    }
    const auto worker = port.worker_pid();
    port.close();
    CHECK_FALSE(process_exists(worker));
  }

  TEST_CASE("audio worker port: levels are live between takes") {
    auto port = port_that("works");
    port.open(two_by_two());
    const auto status = port.poll();
    CHECK(status.state == PlayState::Idle);
    CHECK_FALSE(status.fault);
    CHECK(status.meters.input_peak.size() == 2);
    CHECK_FALSE(status.recording);
  }

  TEST_CASE("audio worker port: STOP and a lost tap keep their names on a stream that crawls") {
    auto port = port_that("crawls_and_loses_tap");
    port.open(tapped());
    const std::vector<float> stimulus(96'000, 0.5F);
    REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{96'000}, .setting = {}}));
    play_until(port, SampleCount{19'200});
    port.stop();
    const auto stopped = play_out(port);
    CHECK(stopped.state == PlayState::Stopped);
    CHECK_FALSE(stopped.fault);

    check_tap_lost(play_with_tap(port, stimulus));
  }

  TEST_CASE("audio worker port: a stop ramps down and keeps what was recorded") {
    auto port = port_that("works");
    port.open(two_by_two());
    const auto stimulus = quiet_then_tone(90'000);
    REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{96'000}, .setting = {}}));
    play_until(port, SampleCount{9'600});
    const auto asked = Clock::now();
    port.stop();
    const auto status = play_out(port);

    CHECK(status.state == PlayState::Stopped);
    CHECK(seconds_since(asked) < 0.5);
    REQUIRE(status.recording);
    CHECK(status.recording->length() == status.frame);
    CHECK(status.frame < SampleCount{48'000});
  }

  TEST_CASE("audio worker port: a stop right after a begin is not lost") {
    auto port = port_that("works");
    port.open(two_by_two());
    const auto stimulus = quiet_then_tone(90'000);
    for (int i = 0; i < 5; ++i) {
      REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{96'000}, .setting = {}}));
      port.stop();
      CHECK(play_out(port).state == PlayState::Stopped);
    }
  }

  TEST_CASE("audio worker port: without polls the output mutes within 250 ms") {
    auto port = port_that("works");
    port.open(two_by_two());
    const std::vector<float> stimulus(96'000, 0.5F);
    REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{96'000}, .setting = {}}));
    std::this_thread::sleep_for(500ms);  // this program hangs
    const auto status = play_out(port);

    REQUIRE(status.fault);
    CHECK(status.fault->code == FaultCode::Muted);
    CHECK(status.frame < SampleCount{12'000 + 480});  // 250 ms
  }

  TEST_CASE("audio worker port: a lost tap voids the take with its reason") {
    auto port = port_that("loses_tap");
    port.open(tapped());
    const auto status = play_with_tap(port, std::vector<float>(96'000, 0.5F));
    check_tap_lost(status);
    CHECK(status.frame < SampleCount{(50 + 12) * 480});
  }

  TEST_CASE("audio worker port: an xrun during the take is counted but not one before it") {
    auto port = port_that("glitches");
    port.open(two_by_two());
    const auto stimulus = quiet_then_tone(24'000);
    REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{24'000}, .setting = {}}));
    CHECK(play_out(port).xruns == 1);
    REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{9'600}, .setting = {}}));
    port.stop();
    CHECK(play_out(port).xruns == 0);
  }

  TEST_CASE("audio worker port: refuses a second begin and a take longer than its memory") {
    auto port = port_that("works");
    const auto stimulus = quiet_then_tone(24'000);
    const TakeRequest take{.stimulus = stimulus, .frames = SampleCount{24'000}, .setting = {}};
    CHECK(port.begin(take).error().code == FaultCode::StreamLost);  // not open
    port.open(two_by_two());
    auto longer = take;
    longer.frames = SampleCount{96'001};
    CHECK(port.begin(longer).error().code == FaultCode::FramesMissing);
    REQUIRE(port.begin(take));
    CHECK(port.begin(take).error().code == FaultCode::Stopped);
    CHECK(play_out(port).state == PlayState::Complete);
  }
}

TEST_SUITE("slow") {
  TEST_CASE("audio worker port: SIGKILL of the worker is a lost stream at the next poll") {
    auto port = port_that("works");
    port.open(two_by_two());
    const auto stimulus = quiet_then_tone(90'000);
    REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{96'000}, .setting = {}}));
    play_until(port, SampleCount{9'600});
    ::kill(port.worker_pid(), SIGKILL);
    const auto killed = Clock::now();
    const auto status = play_out(port);

    REQUIRE(status.fault);
    CHECK(status.fault->code == FaultCode::StreamLost);
    CHECK(status.fault->detail.find("SIGKILL") != std::string::npos);
    CHECK(seconds_since(killed) < 0.2);
    CHECK(status.recording);  // what there is, for the record
    CHECK(port.begin({.stimulus = stimulus, .frames = SampleCount{480}, .setting = {}})
              .error()
              .code == FaultCode::StreamLost);

    port.open(two_by_two());
    REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{4'800}, .setting = {}}));
    CHECK(play_out(port).state == PlayState::Complete);
  }

  TEST_CASE("audio worker port: SIGSTOP of the worker is a hung stream within 2 s") {
    auto port = port_that("works");
    port.open(two_by_two());
    const auto stimulus = quiet_then_tone(90'000);
    REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{96'000}, .setting = {}}));
    play_until(port, SampleCount{9'600});
    const auto worker = port.worker_pid();
    ::kill(worker, SIGSTOP);
    REQUIRE(has_state(worker, 'T'));
    const auto stopped = Clock::now();
    const auto status = play_out(port);

    REQUIRE(status.fault);
    CHECK(status.fault->code == FaultCode::StreamHung);
    CHECK(seconds_since(stopped) < 2.0);
    CHECK_FALSE(process_exists(worker));
    const auto reopen = Clock::now();
    port.open(two_by_two());
    CHECK(seconds_since(reopen) < 5.0);
  }

  TEST_CASE("audio worker port: closing a stopped worker takes less than 5 s") {
    auto port = port_that("works");
    port.open(two_by_two());
    const auto worker = port.worker_pid();
    ::kill(worker, SIGSTOP);
    REQUIRE(has_state(worker, 'T'));
    const auto start = Clock::now();
    port.close();
    CHECK(seconds_since(start) < 3.0);
    CHECK_FALSE(process_exists(worker));
  }

  TEST_CASE("audio worker port: each way a stream can fail in a take is a fault within 4 s") {
    struct Row {
      const char* behaviour;
      FaultCode code;
      const char* says;
      double within_s;
    };
    const Row rows[] = {
        {"stalls", FaultCode::StreamHung, "no longer answers", 2.5},
        {"hangs_in_begin", FaultCode::StreamHung, "did not start", 4.0},
        {"crashes_in_begin", FaultCode::StreamLost, "exit code 7", 0.5},
        {"refuses_begin", FaultCode::StreamLost, "Port \"amp:in\" has gone", 0.5},
        {"loses_stream", FaultCode::StreamLost, "closed the stream", 0.5},
        {"server_leaves", FaultCode::StreamLost, "shut down", 1.5},
    };
    const auto stimulus = quiet_then_tone(90'000);
    for (const auto& row : rows) {
      CAPTURE(row.behaviour);
      auto port = port_that(row.behaviour);
      port.open(two_by_two());
      REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{96'000}, .setting = {}}));
      const auto start = Clock::now();
      const auto status = play_out(port);
      REQUIRE(status.fault);
      CHECK(status.fault->code == row.code);
      CHECK(status.fault->detail.find(row.says) != std::string::npos);
      CHECK(seconds_since(start) < row.within_s);
    }
  }

  TEST_CASE("audio worker port: a take that came slower than its rate is void, with the rate") {
    auto port = port_that("runs_slow");
    port.open(two_by_two());
    const auto stimulus = quiet_then_tone(90'000);
    REQUIRE(port.begin({.stimulus = stimulus, .frames = SampleCount{96'000}, .setting = {}}));
    const auto status = play_out(port);
    REQUIRE(status.fault);
    CHECK(status.fault->code == FaultCode::StreamLost);
    const auto& said = status.fault->detail;
    const auto about = said.find("about ");
    REQUIRE(about != std::string::npos);
    CHECK(std::abs(std::stod(said.substr(about + 6)) - 36'000.0) < 1'500.0);
    CHECK(said.find("not at 48000") != std::string::npos);
    CHECK(status.recording);  // for the record
  }

  TEST_CASE("audio worker port: each way an open can fail is a SetupError within 5 s") {
    struct Row {
      const char* behaviour;
      const char* says;
    };
    const Row rows[] = {
        {"refuses", "No JACK server \"x\" answers.\n  try: starting it"},
        {"dies_at_once", "exit code 5"},
        {"never_answers", "did not answer within 4.5 s"},
        {"hangs_in_open", "did not answer within 4.5 s"},
    };
    for (const auto& row : rows) {
      CAPTURE(row.behaviour);
      auto port = port_that(row.behaviour);
      const auto start = Clock::now();
      std::string said;
      try {
        port.open(two_by_two());
      } catch (const SetupError& error) {
        said = error.what();
        CHECK(error.kind() == SetupKind::Device);
      }
      CHECK(said.find(row.says) != std::string::npos);
      CHECK(seconds_since(start) < 5.0);
      CHECK(port.worker_pid() == -1);
    }
    AudioWorkerPort missing{WorkerCommand{"/no/such/program", {}}};
    CHECK_THROWS_AS(missing.open(two_by_two()), SetupError);
  }

  TEST_CASE("audio worker port: a worker that hangs while it closes is killed within 5 s") {
    auto port = port_that("hangs_in_close");
    port.open(two_by_two());
    const auto worker = port.worker_pid();
    const auto start = Clock::now();
    port.close();
    CHECK(seconds_since(start) < 5.0);
    CHECK_FALSE(process_exists(worker));
  }

  TEST_CASE("audio worker: when its parent is killed in a take it ramps down and ends within 1 s") {
    int report[2];
    REQUIRE(::pipe(report) == 0);
    const pid_t parent = ::fork();
    if (parent == 0) {  // plays a take and tells the worker's pid; then hangs
      auto port = port_that("works");
      port.open(two_by_two());
      const auto stimulus = quiet_then_tone(90'000);
      (void)port.begin({.stimulus = stimulus, .frames = SampleCount{96'000}, .setting = {}});
      const pid_t worker = port.worker_pid();
      (void)!::write(report[1], &worker, sizeof worker);
      while (true) {
        (void)port.poll();
        std::this_thread::sleep_for(10ms);
      }
    }
    pid_t worker = -1;
    REQUIRE(::read(report[0], &worker, sizeof worker) == sizeof worker);
    std::this_thread::sleep_for(300ms);
    REQUIRE(process_exists(worker));
    ::kill(parent, SIGKILL);
    const auto killed = Clock::now();
    // An orphan is reaped by init; a zombie counts as gone.
    while (process_exists(worker) && !has_state(worker, 'Z') && seconds_since(killed) < 3.0) {
      std::this_thread::sleep_for(10ms);
    }
    CHECK(seconds_since(killed) < 1.0);
    ::close(report[0]);
    ::close(report[1]);
  }
}
