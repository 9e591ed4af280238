// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <string>
#include <vector>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/wav_file.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// `ampsweep analyze noise` on files of a folder.
struct NoiseDesk : test::CommandDesk {
  /// 4 s: noise of -80 dBFS rms, lines of `hum_peak` at 50 and 100 Hz, a tone of `tone_peak` at
  /// 997 Hz.
  void record(const char* name, std::uint64_t seed, double hum_peak, double tone_peak = 0.0) const {
    signals::Random random(seed);
    std::vector<double> x(4 * 48000);
    for (std::size_t n = 0; n < x.size(); ++n) {
      const double t = 2.0 * std::numbers::pi * static_cast<double>(n) / 48000.0;
      x[n] = 1e-4 * random.normal() + hum_peak * (std::sin(50.0 * t) + std::sin(100.0 * t)) +
             tone_peak * (1.0 + 0.01 * std::cos(100.0 * t)) * std::sin(997.0 * t);
    }
    REQUIRE(write_pcm24(path(name), x, SampleRate{48000}));
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("analyze noise: levels, hum and what changed, in JSON and as a table") {
    NoiseDesk desk;
    desk.record("before.wav", 1, 0.0);
    desk.record("after.wav", 2, 1e-3);
    REQUIRE(desk.run({"--json", "analyze", "noise", desk.path("before.wav"), "--after",
                      desk.path("after.wav")}) == cli::kOk);
    const auto json = nlohmann::json::parse(desk.out);
    CHECK(json["schema"] == "ampsweep-noise-1");
    CHECK(std::abs(json["unweighted_dbfs_rms"].get<double>() + 80.80) < 0.1);
    CHECK(std::abs(json["a_weighted_dbfs_rms"].get<double>() + 82.85) < 0.1);
    CHECK(json["hum"]["mains_hz"].is_null());
    CHECK(json["hum"]["total_dbfs_rms"].is_null());
    CHECK(json["after"]["hum"]["mains_hz"] == 50);
    CHECK(std::abs(json["after"]["hum"]["lines"][1]["level_dbfs_rms"].get<double>() + 63.01) < 0.1);
    CHECK(json["change"]["hum"] == "appeared");
    CHECK(json["change"]["unweighted"]["significant"] == true);
    CHECK(json["change"]["without_hum"]["significant"] == false);

    CHECK(json["millivolts"].is_null());

    REQUIRE(desk.run({"analyze", "noise", desk.path("before.wav"), "--after",
                      desk.path("after.wav")}) == cli::kOk);
    for (const char* word : {"dBFS rms", "CCIR-RMS", "not quasi-peak", "hum APPEARED"}) {
      CHECK_MESSAGE(desk.out.find(word) != std::string::npos, word);
    }
  }

  TEST_CASE("analyze noise: hum in millivolts where the full scale is known") {
    NoiseDesk desk;
    desk.record("hum.wav", 2, 1e-3);
    // Two lines of 1e-3 peak are 1e-3 of a full-scale sine times sqrt(2).
    const std::vector<std::string> ask{"analyze", "noise", desk.path("hum.wav"),
                                       "--volts-at-full-scale", "10"};
    REQUIRE(desk.run(ask) == cli::kOk);
    CHECK(desk.out.find("at the return: ") != std::string::npos);
    auto in_json = ask;
    in_json.insert(in_json.begin(), "--json");
    REQUIRE(desk.run(in_json) == cli::kOk);
    const auto json = nlohmann::json::parse(desk.out)["millivolts"];
    CHECK(json["at"] == "return");
    CHECK(std::abs(json["hum_rms"].get<double>() / 14.142 - 1.0) < 0.01);
    CHECK(json["hum_limit_rms"].get<double>() < 1.0);
    CHECK(json["unweighted_rms"].get<double>() > json["hum_rms"].get<double>());
  }

  TEST_CASE("analyze noise: with --tone-hz it shows the supply's ripple beside the tone") {
    NoiseDesk desk;
    desk.record("tone.wav", 3, 0.0, 0.25);
    REQUIRE(desk.run({"--json", "analyze", "noise", desk.path("tone.wav"), "--tone-hz", "997"}) ==
            cli::kOk);
    const auto json = nlohmann::json::parse(desk.out);
    CHECK(json["schema"] == "ampsweep-ripple-1");
    CHECK(std::abs(json["orders"][0]["am_percent"].get<double>() - 1.0) < 0.02);
    CHECK(std::abs(json["orders"][0]["upper"]["level_dbc"].get<double>() + 46.02) < 0.1);
    CHECK(json["orders"][1]["am_percent"].is_null());
    REQUIRE(desk.run({"analyze", "noise", desk.path("tone.wav"), "--tone-hz", "997"}) == cli::kOk);
    CHECK(desk.out.find("AM %") != std::string::npos);
  }

  TEST_CASE("analyze noise: says what is wrong with a file, a channel, a stretch, a tone") {
    NoiseDesk desk;
    desk.record("idle.wav", 1, 0.0);
    const std::string idle = desk.path("idle.wav");
    const auto refused = [&desk](const std::vector<std::string>& rest, const char* word) {
      std::vector<std::string> line{"analyze", "noise"};
      line.insert(line.end(), rest.begin(), rest.end());
      CHECK(desk.run(line) == cli::kData);
      CHECK_MESSAGE(desk.err.find(word) != std::string::npos, desk.err);
      CHECK(desk.out.empty());
    };
    refused({desk.path("nowhere.wav")}, "nowhere.wav");
    refused({idle, "--channel", "2"}, "no channel 2");
    refused({idle, "--from-s", "3", "--to-s", "9"}, "no stretch");
    refused({idle, "--from-s", "3.5"}, "at least 1 s");
    refused({idle, "--tone-hz", "997"}, "not a steady tone");
    CHECK(desk.run({"analyze", "noise"}) == cli::kUsage);
  }
}
