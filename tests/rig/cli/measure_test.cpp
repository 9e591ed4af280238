// SPDX-License-Identifier: GPL-3.0-or-later
// ampsweep measure on the simulated bench, as its user runs it.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "rig/cli/exit_code.hpp"
#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

namespace {

constexpr const char* kMeasuredRig = R"([load]
kind = "reactive"
impedance_ohm = 8
rating_w = 100
amp_power_w = 50
line_out_db = -20
[levels]
output_full_scale_dbu = 4
input_full_scale_dbu = 12
[[knob]]
id = "gain"
label = "Gain"
role = "gain"
[[knob]]
id = "treble"
label = "Treble"
role = "eq"
[[knob]]
id = "bass"
label = "Bass"
role = "eq"
[simulated]
latency_samples = 1000.37
noise_dbfs_rms = -100
dead_knob = "bass"
)";

constexpr const char* kMeasuredPlan = R"(name = "knobs"
rig = "rig.toml"
[design]
kind = "list"
settings = [
  { gain = 2, treble = 5, bass = 5 }, { gain = 5, treble = 5, bass = 5 },
  { gain = 8, treble = 5, bass = 5 }, { gain = 5, treble = 1, bass = 5 },
  { gain = 5, treble = 9, bass = 5 }, { gain = 5, treble = 5, bass = 1 },
  { gain = 5, treble = 5, bass = 9 }]
[holdout]
validation = 0
test = 0
[order]
blocks = 1
allow_correlation = 1.0
)";

/// A folder with a rig and a plan, and the command line run on it.
struct MeasureDesk : test::CommandDesk {
  MeasureDesk() {
    write_rig(kMeasuredRig);
    write_text("plan.toml", kMeasuredPlan);
  }
};

}  // namespace

TEST_SUITE("slow") {
  TEST_CASE(
      "cli: measure at a setting gives figures, a dataset that verifies, and the same again") {
    MeasureDesk desk;
    REQUIRE(desk.run({"--json", "measure", desk.path("rig.toml"), "--simulate", "--set",
                      "gain=7,treble=6", "--out", desk.path("m")}) == cli::kOk);
    const std::string first = desk.out;
    const json document = json::parse(first);
    CHECK(document.at("schema") == "ampsweep-measurement-1");
    CHECK(document.at("setting").at("gain").at("printed") == 7.0);
    CHECK(document.at("tones").size() == 2);
    for (const json& tone : document.at("tones")) {
      CHECK(tone.at("thd_measured").get<bool>());
      CHECK(tone.at("harmonics").at(0).at("measured").get<bool>());
    }
    CHECK(document.at("sweep").at("orders").size() == 10);
    // Volts, watts and millivolts are at the load: +12 dBu full scale behind a line out of -20 dB.
    const double full_scale = std::sqrt(0.6) * std::pow(10.0, 32.0 / 20.0);
    CHECK(document.at("calibration").at("load_volts_at_full_scale").get<double>() ==
          doctest::Approx(full_scale));
    const json& step = document.at("levels").at(0).at("steps").at(0);
    const json& power = document.at("levels").at(0).at("power");
    CHECK(power.at("rated_w") == 50.0);
    CHECK(power.at("at_thd").size() == 3);
    CHECK(power.at("sensitivity").at("reach").is_string());
    CHECK(step.at("input_dbu").get<double>() ==
          doctest::Approx(4.0 + step.at("input_dbfs_peak").get<double>()));
    CHECK(document.at("idle_before").at("millivolts").at("at") == "load");
    CHECK(std::filesystem::exists(desk.path("m/measure/00000.json")));
    CHECK(desk.run({"verify", desk.path("m")}) == cli::kOk);
    REQUIRE(desk.run({"--json", "measure", desk.path("rig.toml"), "--again", "--out",
                      desk.path("m")}) == cli::kOk);
    CHECK(desk.out == first);
  }

  TEST_CASE("cli: measure over a plan names the dead knob and no other") {
    MeasureDesk desk;
    REQUIRE(desk.run({"--json", "measure", desk.path("rig.toml"), "--simulate", "--over",
                      desk.path("plan.toml"), "--out", desk.path("m")}) == cli::kOk);
    std::ifstream file{desk.path("m/measure/knobs.json")};
    const json knobs = json::parse(file);
    REQUIRE(knobs.at("knobs").size() == 3);
    for (const json& knob : knobs.at("knobs")) {
      CAPTURE(knob.dump());
      CHECK(knob.at("dead").get<bool>() == (knob.at("knob") == "bass"));
      CHECK(knob.at("reversed").is_null());
    }
  }

  TEST_CASE("cli: measure refuses a setting, a level and a dataset that cannot be") {
    MeasureDesk desk;
    const std::string rig = desk.path("rig.toml");
    CHECK(desk.run({"measure", rig, "--simulate", "--set", "gian=3", "--out", desk.path("m")}) ==
          cli::kData);
    CHECK(desk.err.find("gain") != std::string::npos);
    CHECK(desk.run({"measure", rig, "--simulate", "--level-dbfs-peak", "-0.5", "--out",
                    desk.path("m")}) == cli::kUsage);
    CHECK(desk.run({"measure", rig, "--simulate"}) == cli::kUsage);
    CHECK(desk.run({"measure", rig, "--again", "--out", desk.path("none")}) == cli::kData);
    CHECK_FALSE(std::filesystem::exists(desk.path("m")));
  }
}
