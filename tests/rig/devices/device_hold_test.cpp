// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/devices/device_hold.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "rig/model/result.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

class OpenPort final : public AudioPort {
 public:
  explicit OpenPort(bool works) : works_(works) {}
  StreamInfo open(const StreamSpec&) override {
    if (!works_) throw SetupError(SetupKind::Device, "no server", "start one");
    return {};
  }
  Result<void> begin(const TakeRequest&) override { return {}; }
  void stop() noexcept override {}
  PortStatus poll() override { return {}; }
  void close() noexcept override {}

 private:
  bool works_;
};

/// Calls back while it still plays.
class LastWord final : public AudioPort {
 public:
  explicit LastWord(std::function<void()> last) : last_(std::move(last)) {}
  ~LastWord() override { last_(); }
  StreamInfo open(const StreamSpec&) override { return {}; }
  Result<void> begin(const TakeRequest&) override { return {}; }
  void stop() noexcept override {}
  PortStatus poll() override { return {}; }
  void close() noexcept override {}

 private:
  std::function<void()> last_;
};

HeldAudioPort port_in(const test::TempDir& dir, bool works = true) {
  return HeldAudioPort{std::make_unique<OpenPort>(works), dir.path()};
}

StreamSpec on_jack(const std::string& server, const std::string& port) {
  StreamSpec spec;
  spec.audio.api = AudioApi::Jack;
  spec.audio.server = server;
  spec.audio.outputs = {{"amp", 1, port}, {"loopback", 2, ""}};
  return spec;
}

std::string refusal(HeldAudioPort& port, const StreamSpec& spec) {
  try {
    (void)port.open(spec);
  } catch (const SetupError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("device hold: the second player is refused by name, until the first has closed") {
    const test::TempDir dir;
    HeldAudioPort first = port_in(dir);
    HeldAudioPort second = port_in(dir);
    (void)first.open(on_jack("rig", "amp:in"));
    const std::string why = refusal(second, on_jack("rig", "amp:in"));
    CHECK(why.find("jack:rig:amp:in") != std::string::npos);
    CHECK(why.find("process " + std::to_string(::getpid())) != std::string::npos);
    first.close();
    CHECK(refusal(second, on_jack("rig", "amp:in")).empty());
    (void)second.open(on_jack("rig", "amp:in"));  // again without closing, as after a lost stream
  }

  TEST_CASE("device hold: other ports, servers and cards do not stand in the way") {
    const test::TempDir dir;
    HeldAudioPort first = port_in(dir);
    (void)first.open(on_jack("rig", "amp:in"));
    HeldAudioPort second = port_in(dir);
    CHECK(refusal(second, on_jack("rig", "amp2:in")).empty());
    second.close();
    CHECK(refusal(second, on_jack("other", "amp:in")).empty());
    second.close();
    StreamSpec card;
    card.audio.api = AudioApi::Alsa;
    card.audio.device = "USB";
    CHECK(refusal(second, card).empty());
    HeldAudioPort third = port_in(dir);
    CHECK(refusal(third, card).find("alsa:USB") != std::string::npos);
  }

  TEST_CASE("device hold: a stream that does not open holds nothing") {
    const test::TempDir dir;
    HeldAudioPort broken = port_in(dir, false);
    CHECK(refusal(broken, on_jack("rig", "amp:in")).find("no server") != std::string::npos);
    HeldAudioPort second = port_in(dir);
    CHECK(refusal(second, on_jack("rig", "amp:in")).empty());
  }

  TEST_CASE("device hold: a folder that others may write to is refused") {
    const test::TempDir dir;
    const auto folder = hold_folder(dir.path());
    CHECK(folder == dir.path() / ("ampsweep-" + std::to_string(::getuid())));
    ::chmod(folder.c_str(), 0777);
    CHECK_THROWS_AS((void)hold_folder(dir.path()), SetupError);
  }

  TEST_CASE("device hold: one folder for all sessions of a user, made again when it is gone") {
    const test::TempDir dir;
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    const std::string before = runtime == nullptr ? "" : runtime;
    ::setenv("XDG_RUNTIME_DIR", dir.path().c_str(), 1);
    HeldAudioPort at_the_desk = port_in(dir);
    (void)at_the_desk.open(on_jack("rig", "amp:in"));
    ::unsetenv("XDG_RUNTIME_DIR");
    HeldAudioPort from_cron = port_in(dir);
    CHECK(refusal(from_cron, on_jack("rig", "amp:in")).find("process") != std::string::npos);
    at_the_desk.close();
    std::filesystem::remove_all(hold_folder(dir.path()));
    CHECK(refusal(at_the_desk, on_jack("rig", "amp:in")).empty());
    if (!before.empty()) ::setenv("XDG_RUNTIME_DIR", before.c_str(), 1);
  }

  TEST_CASE("device hold: a stream is silent before its devices are let go of") {
    const test::TempDir dir;
    std::string later;
    {
      HeldAudioPort port{std::make_unique<LastWord>([&] {
                           HeldAudioPort other = port_in(dir);
                           later = refusal(other, on_jack("rig", "amp:in"));
                         }),
                         dir.path()};
      (void)port.open(on_jack("rig", "amp:in"));
    }
    CHECK(later.find("process") != std::string::npos);
  }

  TEST_CASE("device hold: a MIDI output is one session's, and shared by all of its workers") {
    const test::TempDir dir;
    const auto mine = hold_midi_output("rig", "amp:midi", dir.path());
    REQUIRE(mine);
    CHECK_FALSE(hold_midi_output("rig", "amp:midi", dir.path()));  // held already, and not refused
    CHECK(hold_midi_output("rig", "amp:midi_2", dir.path()));
    CHECK(hold_midi_output("", "amp:midi", dir.path()));
    const std::string by_whom = "\"amp:midi\" is used by process " + std::to_string(::getppid());
    const pid_t worker = ::fork();  // of another session: this test
    if (worker == 0) {
      try {
        (void)hold_midi_output("rig", "amp:midi", dir.path());
      } catch (const SetupError& error) {
        ::_exit(std::string{error.what()}.find(by_whom) != std::string::npos ? 7 : 1);
      }
      ::_exit(2);
    }
    int status = 0;
    REQUIRE(::waitpid(worker, &status, 0) == worker);
    CHECK(WEXITSTATUS(status) == 7);
  }

  TEST_CASE("device hold: the worker of a session that died is waited for") {
    const test::TempDir dir;
    const pid_t dead = ::fork();
    if (dead == 0) ::_exit(0);
    REQUIRE(::waitpid(dead, nullptr, 0) == dead);
    (void)hold_midi_output("rig", "amp:midi", dir.path());
    const auto file = *std::filesystem::directory_iterator{hold_folder(dir.path())};
    auto orphan = HeldFile::take(file.path(), dead);
    REQUIRE(orphan);
    std::thread ends{[&] {
      std::this_thread::sleep_for(std::chrono::milliseconds{200});
      auto gone = std::move(*orphan);
    }};
    CHECK(hold_midi_output("rig", "amp:midi", dir.path()));
    ends.join();
  }
}
