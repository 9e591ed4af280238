// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/wav_file.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

/// The command line in a folder of its own.
struct LevelDesk : test::CommandDesk {
  /// The stimulus 500 samples late through x - 0.2 x^3.
  void record(const std::string& stimulus, const std::string& recording) const {
    const WavAudio played = require_wav(path(stimulus));
    std::vector<float> heard(played.channels[0].size() + 4000, 0.0F);
    for (std::size_t n = 0; n < played.channels[0].size(); ++n) {
      const float x = played.channels[0][n];
      heard[n + 500] = x - 0.2F * x * x * x;
    }
    REQUIRE(write_float32(path(recording), Recording{played.rate(), {heard}}));
  }
};

const std::vector<std::string> kLadder{"--frequencies-hz", "500",  "--from-dbfs", "-30",
                                       "--to-dbfs",        "-1",   "--step-db",   "2",
                                       "--step-s",         "0.15", "--settle-s",  "0.05"};

std::vector<std::string> with(std::vector<std::string> arguments,
                              const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("analyze level: writes its ladder, and measures a recording of it in dBFS, V and dBu") {
    LevelDesk desk;
    REQUIRE(desk.run(with({"analyze", "level", "--write-stimulus", desk.path("s.wav")}, kLadder)) ==
            cli::kOk);
    desk.record("s.wav", "r.wav");
    const auto ask =
        with({"analyze", "level", "--recording", desk.path("r.wav"), "--volts-at-full-scale", "10"},
             kLadder);

    REQUIRE(desk.run(with({"--json"}, ask)) == cli::kOk);
    const auto json = nlohmann::json::parse(desk.out);
    CHECK(json["schema"] == "ampsweep-level-1");
    CHECK(json["delay_samples"].get<double>() == doctest::Approx(500.0).epsilon(0.001));
    const auto& ladder = json["ladders"].at(0);
    CHECK(ladder["frequency_hz"].get<double>() == doctest::Approx(500.0).epsilon(0.001));
    REQUIRE(ladder["steps"].size() == 30);
    const auto& top = ladder["steps"].at(14);
    CHECK(top["input_dbfs_peak"] == -2.0);
    const double a = std::pow(10.0, -0.1);
    const double gain = 20.0 * std::log10(1.0 - 0.15 * a * a);
    CHECK(top["gain_db"].get<double>() == doctest::Approx(gain).epsilon(0.001));
    CHECK(top["output_volts_rms"].get<double>() ==
          doctest::Approx(10.0 * std::pow(10.0, (gain - 2.0) / 20.0)).epsilon(0.001));
    CHECK(top["input_volts_rms"].is_null());
    CHECK(top["harmonics"].at(1)["measured"] == true);
    CHECK(ladder["compression_3db"].is_null());
    CHECK(ladder["static_curve"]["hysteresis"].get<double>() < 1e-4);

    REQUIRE(desk.run(ask) == cli::kOk);
    for (const char* word : {"dBFS peak", "out dBu", "THD_F %", "hysteresis", "not reached"}) {
      CHECK_MESSAGE(desk.out.find(word) != std::string::npos, word);
    }
  }

  TEST_CASE("analyze level: watts at 1, 5 and 10 % THD and the input for the rated power") {
    LevelDesk desk;
    REQUIRE(desk.run(with({"analyze", "level", "--write-stimulus", desk.path("s.wav")}, kLadder)) ==
            cli::kOk);
    desk.record("s.wav", "r.wav");
    const auto ask = with({"analyze", "level", "--recording", desk.path("r.wav"),
                           "--volts-at-full-scale", "40", "--load-ohm", "8", "--rated-w", "20"},
                          kLadder);
    REQUIRE(desk.run(with({"--json"}, ask)) == cli::kOk);
    const auto power = nlohmann::json::parse(desk.out)["ladders"].at(0)["power"];
    CHECK(power["load_ohm"] == 8.0);
    REQUIRE(power["at_thd"].size() == 3);
    // H1 = a - 0.15 a^3, H3 = 0.05 a^3: 1 % where a^2 = 0.01 / 0.0515.
    const double a = std::sqrt(0.01 / 0.0515);
    const double volts = 40.0 * (a - 0.15 * a * a * a);
    const auto& one = power["at_thd"].at(0);
    CHECK(one["reach"] == "found");
    CHECK(std::abs(one["watts"].get<double>() / (volts * volts / 8.0) - 1.0) < 0.01);
    CHECK(one["watts_low"].get<double>() < volts * volts / 8.0);
    CHECK(one["watts_high"].get<double>() > volts * volts / 8.0);
    CHECK(std::abs(one["input_dbfs_peak"].get<double>() - 20.0 * std::log10(a)) < 0.05);
    CHECK(one["input_volts_rms"].is_null());
    // 5 % would need a peak of -0.6 dBFS: the ladder ends at -2.
    CHECK(power["at_thd"].at(1)["reach"] == "not reached");
    // 20 W are 12.65 V.
    double x = 0.3;
    for (int i = 0; i < 50; ++i) x = std::sqrt(160.0) / 40.0 + 0.15 * x * x * x;
    CHECK(power["sensitivity"]["reach"] == "found");
    CHECK(std::abs(power["sensitivity"]["input_dbfs_peak"].get<double>() - 20.0 * std::log10(x)) <
          0.02);

    REQUIRE(desk.run(ask) == cli::kOk);
    for (const char* word : {"into 8 ohm", "1 % THD: ", "5 % THD: not reached", "for 20 W"}) {
      CHECK_MESSAGE(desk.out.find(word) != std::string::npos, word);
    }
    // Watts without volts are no watts.
    CHECK(desk.run(with({"analyze", "level", "--recording", desk.path("r.wav"), "--load-ohm", "8"},
                        kLadder)) == cli::kUsage);
  }

  TEST_CASE("analyze level: another ladder is refused as data, nonsense as usage") {
    LevelDesk desk;
    REQUIRE(desk.run(with({"analyze", "level", "--write-stimulus", desk.path("s.wav")}, kLadder)) ==
            cli::kOk);
    desk.record("s.wav", "r.wav");
    CHECK(desk.run({"analyze", "level", "--recording", desk.path("r.wav")}) == cli::kData);
    CHECK(desk.out.empty());
    CHECK(desk.run({"analyze", "level"}) == cli::kUsage);
    CHECK(desk.run({"analyze", "level", "--recording", desk.path("r.wav"), "--step-db", "-1"}) ==
          cli::kUsage);
    CHECK(desk.run({"analyze", "level", "--recording", desk.path("r.wav"), "--channel", "2"}) ==
          cli::kData);
  }

  TEST_CASE("analyze burst: writes its burst and measures a recording of it") {
    LevelDesk desk;
    const std::vector<std::string> spec{"--frequency-hz", "500", "--tail-s", "0.5",
                                        "--burst-s",      "0.5"};
    REQUIRE(desk.run(with({"analyze", "burst", "--write-stimulus", desk.path("s.wav")}, spec)) ==
            cli::kOk);
    desk.record("s.wav", "r.wav");
    const auto ask = with({"analyze", "burst", "--recording", desk.path("r.wav")}, spec);
    REQUIRE(desk.run(with({"--json"}, ask)) == cli::kOk);
    const auto json = nlohmann::json::parse(desk.out);
    CHECK(json["schema"] == "ampsweep-burst-1");
    CHECK(json["attack"]["resolved"] == false);
    CHECK(json["attack"]["tau_s"].is_null());
    CHECK(json["before"]["gain_db"].get<double>() == doctest::Approx(0.0).epsilon(0.01));
    CHECK(json["envelope"]["gain_db"].size() == json["envelope"]["time_s"].size());
    REQUIRE(desk.run(ask) == cli::kOk);
    CHECK(desk.out.find("none resolved") != std::string::npos);
    CHECK(desk.run({"analyze", "burst", "--recording", desk.path("r.wav")}) == cli::kData);
  }
}
