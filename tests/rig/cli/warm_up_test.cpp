// SPDX-License-Identifier: GPL-3.0-or-later
// The warm-up curve of a simulated amp whose gain is known at every moment.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

namespace {

/// Gain falls short by 2 dB exp(-t / 40 s).
constexpr const char* kWarmingRig = R"([[knob]]
id = "gain"
label = "Gain"
role = "gain"
[simulated]
latency_samples = 1000.37
noise_dbfs_rms = -100
warm_up_db = -2
warm_up_s = 40
)";

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE("cli: repeats tell the warm-up curve within 0.01 dB of the amp's own law") {
    test::CommandDesk desk;
    desk.write_rig(kWarmingRig);
    REQUIRE(desk.run({"--quiet", "measure", desk.path("rig.toml"), "--simulate", "--set", "gain=3",
                      "--repeat", "5", "--out", desk.path("m")}) == cli::kOk);
    CHECK(desk.out.find("warm-up at 1000 Hz, 5 takes") != std::string::npos);
    CHECK(desk.out.find("NOT shown to be steady") != std::string::npos);

    CHECK(desk.out.find("-0.0000") == std::string::npos);
    CHECK_FALSE(std::filesystem::exists(desk.path("m/measure/knobs.json")));  // one setting
    std::ifstream stored{desk.path("m/measure/warm-up.json")};
    const json suite = json::parse(stored);

    // Five takes of half a minute: a window of one minute holds too few, and says what would do.
    REQUIRE(desk.run({"analyze", "warm-up", desk.path("m"), "--window-min", "1"}) == cli::kOk);
    CHECK(desk.out.find("fewer than four readings; --window-min 2 takes in") != std::string::npos);

    REQUIRE(desk.run({"--json", "analyze", "warm-up", desk.path("m")}) == cli::kOk);
    const json document = json::parse(desk.out);
    CHECK(document.at("schema") == "ampsweep-warm-up-1");
    CHECK_FALSE(document.at("stable").get<bool>());
    const json& curve = document.at("curve");
    REQUIRE(curve.size() == 5);
    // Read from the suite's own figures or from the files: the same.
    for (std::size_t i = 0; i < curve.size(); ++i) {
      CHECK(std::abs(curve.at(i).at("gain_db").get<double>() -
                     suite.at("curve").at(i).at("gain_db").get<double>()) < 1e-6);
    }
    // Gain(t) = end - d exp(-t / 40): two unknowns, so the first and the last reading fix it.
    const auto at = [&](std::size_t i) { return curve.at(i).at("at_s").get<double>(); };
    const auto gain = [&](std::size_t i) { return curve.at(i).at("gain_db").get<double>(); };
    const double depth = (gain(4) - gain(0)) / (1.0 - std::exp(-at(4) / 40.0));
    CHECK(depth > 1.0);  // the rest of the 2 dB came in before the first sweep
    CHECK(depth < 2.0);
    for (std::size_t i = 0; i < 5; ++i) {
      CAPTURE(at(i));
      CHECK(std::abs(gain(i) - gain(0) - depth * (1.0 - std::exp(-at(i) / 40.0))) < 0.01);
    }
  }

  TEST_CASE("cli: warm-up needs a dataset with reference takes") {
    test::CommandDesk desk;
    CHECK(desk.run({"analyze", "warm-up", desk.path("none")}) == cli::kData);
    CHECK(desk.run({"analyze", "warm-up"}) == cli::kUsage);
  }
}
