// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does with takes: `play` and `requeue`.
#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/session_lock.hpp"
#include "rig/dataset/wav_file.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// Someone with rig and plan.
struct Owner : test::GainDesk {
  std::string dir = path("amp");
  int capture(std::vector<std::string> more) {
    more.insert(more.begin(),
                {"--quiet", "capture", path("plan.toml"), "--simulate", "--out", dir});
    return run(std::move(more));
  }
};

/// Captured once for all tests; each has a copy.
const Owner& capturer() {
  static Owner owner;
  static const int code = owner.capture({});
  REQUIRE(code == cli::kOk);
  return owner;
}

/// Someone with a finished simulated dataset.
struct Listener : Owner {
  Listener() { fs::copy(capturer().dir, dir, fs::copy_options::recursive); }
  int play(std::vector<std::string> more) {
    more.insert(more.begin(), {"--json", "--quiet", "play", dir, "--monitor", "jack:phones:l"});
    return run(std::move(more));
  }
  [[nodiscard]] std::vector<float> samples(const std::string& file, std::size_t channel = 0) const {
    return read_wav(fs::path(dir) / file).value().channels.at(channel);
  }
  [[nodiscard]] bool has(const std::string& part) const {
    return err.find(part) != std::string::npos;
  }
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("play: the aligned take, or one raw channel, goes to the monitor asked for") {
    Listener person;
    REQUIRE(person.play({"--take", "1"}) == cli::kOk);
    CHECK(person.monitor.plays == 1);
    CHECK(person.monitor.played == person.samples("takes/00001.wav"));
    CHECK(person.monitor.rate == SampleRate{48000});
    CHECK(person.monitor.gain == Decibels{-12.0});
    CHECK(person.monitor.choice.ports == std::vector<std::string>{"phones:l"});
    REQUIRE(person.monitor.rigs.size() == 1);
    CHECK(person.monitor.rigs[0].api == AudioApi::Simulated);
    const auto said = json::parse(person.out);
    CHECK(said["schema"] == "ampsweep-play-1");
    CHECK(said["file"] == "takes/00001.wav");
    CHECK(said["channel"].is_null());
    CHECK(said["complete"] == true);

    person.write_text("now.toml", R"(name = "wired"
amp = "tube"
[audio]
api = "jack"
rate_hz = 48000
outputs = [{ name = "amp", index = 1, port = "amp:in" }]
inputs = [{ name = "amp", index = 1, port = "amp:out" }]
[load]
kind = "none"
[[knob]]
id = "gain"
label = "Gain"
minimum = 0
maximum = 10
control = { kind = "manual" }
)");
    const int code = person.play(
        {"--take", "1", "--raw", "loopback", "--gain-db", "-30", "--rig", person.path("now.toml")});
    REQUIRE_MESSAGE(code == cli::kOk, person.err);
    CHECK(person.monitor.played == person.samples("raw/00001.wav", 1));
    CHECK(person.monitor.gain == Decibels{-30.0});
    REQUIRE(person.monitor.rigs.size() == 2);
    CHECK(person.monitor.rigs[1].outputs.at(0).port == "amp:in");
  }

  TEST_CASE("play: what cannot be played is refused by name with the way out, in silence") {
    Listener person;
    CHECK(person.play({"--take", "9"}) == cli::kUsage);
    CHECK(person.has("has no take 9"));
    CHECK(person.play({"--take", "0", "--attempt", "2"}) == cli::kUsage);
    CHECK(person.has("take 0 has no attempt 2"));
    CHECK(person.play({"--take", "0", "--raw", "room"}) == cli::kUsage);
    CHECK(person.has("one of: amp, loopback"));
    CHECK(person.play({"--take", "0", "--simulate"}) == cli::kUsage);
    CHECK(person.has("no simulated monitor"));
    CHECK(person.run({"play", person.dir, "--take", "0"}) == cli::kUsage);
    CHECK(person.has("No monitor is named"));
    fs::resize_file(fs::path(person.dir) / "takes/00000.wav", 1000);
    CHECK(person.play({"--take", "0"}) == cli::kData);
    const SessionLock session{person.dir};
    CHECK(person.play({"--take", "1"}) == cli::kData);
    CHECK(person.has("listening is off while a rig is armed"));
    CHECK(person.monitor.plays == 0);
  }

  TEST_CASE("play: Ctrl-C stops the monitor, and so does a session that starts") {
    Listener person;
    person.monitor.frames_per_poll = 1;
    person.monitor.on_poll = [&] { person.stop.request_stop(); };
    CHECK(person.play({"--take", "0"}) == cli::kInterrupted);
    CHECK(person.monitor.stops == 1);
    CHECK(json::parse(person.out)["complete"] == false);

    person.stop = std::stop_source{};
    std::unique_ptr<SessionLock> session;
    person.monitor.on_poll = [&] {
      if (!session) session = std::make_unique<SessionLock>(person.dir);
    };
    CHECK(person.play({"--take", "0"}) == cli::kData);
    CHECK(person.has("a session runs"));
    CHECK(person.monitor.stops == 2);
  }

  TEST_CASE("requeue: the take is missing until a resumed session has played it again") {
    Listener person;
    const auto recorded = person.samples("raw/00001.wav");
    REQUIRE(person.run({"--json", "requeue", person.dir, "1", "--reason", "a hum"}) == cli::kOk);
    const auto said = json::parse(person.out);
    CHECK(said["schema"] == "ampsweep-requeue-1");
    CHECK(said["withdrawn"].at(0)["take"] == 1);
    CHECK(said["withdrawn"].at(0)["attempt"] == 1);
    CHECK(said["withdrawn"].at(0)["raw_file"] == "raw/00001-a1.wav");

    CHECK(person.run({"--json", "--quiet", "verify", person.dir}) == cli::kOk);
    const auto between = json::parse(person.out);
    CHECK(between["faults"].empty());
    CHECK(between["takes"].size() + 1 == between["takes_planned"]);
    CHECK(person.play({"--take", "1"}) == cli::kUsage);
    CHECK(person.has("--attempt 1 to 1 with --raw amp"));
    CHECK(person.play({"--take", "1", "--attempt", "1", "--raw", "amp"}) == cli::kOk);
    CHECK(person.monitor.played == recorded);

    REQUIRE(person.capture({"--resume"}) == cli::kOk);
    CHECK(person.run({"--json", "--quiet", "status", person.dir}) == cli::kOk);
    const auto status = json::parse(person.out);
    CHECK(status["accepted"] == status["takes_total"]);
    CHECK(status["refused_attempts"] == 1);
    CHECK(person.run({"--json", "--quiet", "verify", person.dir}) == cli::kOk);
    CHECK(json::parse(person.out)["ok"] == true);
    REQUIRE(person.play({"--take", "1"}) == cli::kOk);
    CHECK(json::parse(person.out)["attempt"] == 2);
  }

  TEST_CASE("requeue: nonsense and a running session are refused") {
    Listener person;
    CHECK(person.run({"requeue", person.dir, "7"}) == cli::kUsage);
    CHECK(person.has("has no take 7"));
    CHECK(person.run({"requeue", person.dir}) == cli::kUsage);
    CHECK(person.run({"requeue", person.path("nowhere"), "0"}) == cli::kData);
    const SessionLock session{person.dir};
    CHECK(person.run({"requeue", person.dir, "0"}) == cli::kData);
    CHECK(person.has("is in use by process"));
  }
}
