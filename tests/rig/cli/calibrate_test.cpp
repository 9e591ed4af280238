// SPDX-License-Identifier: GPL-3.0-or-later
// ampsweep calibrate levels on the simulated bench, as its user runs it.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/plan/rig_file.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

namespace {

constexpr const char* kTail = R"([[knob]]
id = "gain" # turned by nobody here
[simulated]
send_full_scale_dbu = 4.25
input_gain_db = -8
noise_dbfs_rms = -95
)";

struct LevelsDesk : test::CommandDesk {
  LevelsDesk() { write_rig(kTail); }
  [[nodiscard]] std::string rig_text() const {
    std::ifstream in(path("rig.toml"), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  int levels(std::vector<std::string> more) {
    std::vector<std::string> words{"--json", "calibrate", path("rig.toml"), "levels"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("cli: calibrate levels finds the truths, writes them and nothing else into the file") {
    LevelsDesk desk;
    REQUIRE(desk.levels({"--check"}) == cli::kOk);
    const json found = json::parse(desk.out);
    CHECK(found["schema"] == "ampsweep-calibrate-levels-1");
    CHECK(found["written"] == true);
    CHECK(std::abs(found["output_full_scale_dbu"].get<double>() - 4.25) < 0.01);
    CHECK(std::abs(found["input_full_scale_dbu"].get<double>() - 12.25) < 0.01);
    CHECK(found["gates"].size() == 4);
    CHECK(desk.rig_text().starts_with(test::simulated_rig(kTail) + "\n[levels]\n"));
    const Rig rig = load_rig(desk.path("rig.toml"));
    CHECK(std::abs(rig.levels.output_full_scale->value() - 4.25) < 0.01);
    CHECK(std::abs(rig.levels.input_full_scale->value() - 12.25) < 0.01);
    CHECK(rig.level_record.input_sigma->value() > 0.04);
    CHECK(rig.level_record.date.size() >= 20);
  }

  TEST_CASE("cli: calibrate levels takes readings beforehand and refuses what they cannot be") {
    LevelsDesk desk;
    // +4.25 dBu less 26 dB is 0.06332 V rms
    REQUIRE(desk.levels({"--level-dbfs-peak", "-26", "--meter-volts", "63.32 mV", "--no-return",
                         "--simulate"}) == cli::kOk);
    const json found = json::parse(desk.out);
    CHECK(std::abs(found["output_full_scale_dbu"].get<double>() - 4.25) < 0.01);
    CHECK(found["input_full_scale_dbu"].is_null());
    CHECK(found["written"] == false);
    CHECK(desk.rig_text() == test::simulated_rig(kTail));

    CHECK(desk.levels({"--meter-volts", "loud"}) == cli::kUsage);
    CHECK(desk.err.find("no number") != std::string::npos);
    CHECK(desk.levels({"--meter-volts", "0.1", "--check"}) == cli::kUsage);
    CHECK(desk.levels({"--return-volts", "0.1"}) == cli::kUsage);
    CHECK(desk.levels({"--meter-volts", "0.0000634"}) == cli::kGateFailed);
    CHECK(desk.rig_text() == test::simulated_rig(kTail));
  }

  TEST_CASE("cli: calibrate needs to be told what, and a stop is told as one") {
    LevelsDesk desk;
    CHECK(desk.run({"calibrate", desk.path("rig.toml")}) == cli::kUsage);
    desk.stop.request_stop();
    CHECK(desk.levels({}) == cli::kInterrupted);
    CHECK(desk.rig_text() == test::simulated_rig(kTail));
  }
}
