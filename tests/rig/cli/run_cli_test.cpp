// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/cli/run_cli.hpp"

#include <doctest/doctest.h>

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

using Desk = test::GainDesk;

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("cli: help goes to stdout with exit 0 and names every exit code") {
    Desk desk;
    CHECK(desk.run({"--help"}) == cli::kOk);
    CHECK(desk.err.empty());
    for (const char* word : {"capture", "verify", "report", "130 interrupted"}) {
      CHECK_MESSAGE(desk.out.find(word) != std::string::npos, word);
    }
  }

  TEST_CASE("cli: no verb, an unknown verb and an unknown option are usage errors on stderr") {
    Desk desk;
    for (const auto& line : std::vector<std::vector<std::string>>{
             {}, {"fly"}, {"capture", "--warp", "p.toml"}, {"capture", desk.path("plan.toml")}}) {
      CHECK(desk.run(line) == cli::kUsage);
      CHECK(desk.out.empty());
      CHECK_FALSE(desk.err.empty());
    }
    CHECK(desk.run({"fly"}) == cli::kUsage);
    CHECK(desk.err.find("\"fly\"") != std::string::npos);
    CHECK(desk.err.find("capture") != std::string::npos);
  }

  TEST_CASE("cli: a missing or broken file is exit 4 and names file and line") {
    Desk desk;
    CHECK(desk.run({"plan", desk.path("none.toml")}) == cli::kData);
    CHECK(desk.err.find("none.toml") != std::string::npos);
    desk.write_text("plan.toml", std::string(test::kTwoGains) + "[policy]\nretrys = 3\n");
    CHECK(desk.run({"plan", desk.path("plan.toml")}) == cli::kData);
    CHECK(desk.err.find("plan.toml:") != std::string::npos);
    CHECK(desk.err.find("retrys") != std::string::npos);
    CHECK(desk.run({"verify", desk.path(".")}) == cli::kData);
    CHECK(desk.run({"status", desk.path("nowhere")}) == cli::kData);
    CHECK(desk.run({"report", desk.path("nowhere")}) == cli::kData);
    CHECK(desk.run({"rebuild", desk.path("nowhere")}) == cli::kData);
    CHECK(desk.run({"analyze", "delay", "--stimulus", desk.path("a.wav"), "--recording",
                    desk.path("b.wav")}) == cli::kData);
  }

  TEST_CASE("cli: devices prints notes on stderr and JSON with its schema on stdout") {
    Desk desk;
    CHECK(desk.run({"devices"}) == cli::kOk);
    CHECK(desk.err.find("no server") != std::string::npos);
    CHECK(desk.run({"--json", "devices"}) == cli::kOk);
    CHECK(json::parse(desk.out).at("schema") == "ampsweep-devices-1");
  }

  TEST_CASE("cli: plan and dry run agree on takes and time, and move nothing") {
    Desk desk;
    CHECK(desk.run({"--json", "plan", desk.path("plan.toml")}) == cli::kOk);
    const json plan = json::parse(desk.out);
    CHECK(desk.run({"--json", "capture", desk.path("plan.toml"), "--dry-run"}) == cli::kOk);
    const json dry = json::parse(desk.out);
    CHECK(plan.at("takes").size() == plan.at("takes_total"));
    CHECK(plan.at("takes_total") == dry.at("takes_total"));
    CHECK(plan.at("total_s") == dry.at("total_s"));
  }
}

TEST_SUITE("sim") {
  TEST_CASE(
      "cli: capture, status, verify, report and rebuild work on one dataset, and --json speaks "
      "JSON alone") {
    Desk desk;
    const std::string dir = desk.path("amp");
    REQUIRE(desk.run({"--json", "--quiet", "capture", desk.path("plan.toml"), "--simulate", "--out",
                      dir}) == cli::kOk);
    std::istringstream lines{desk.out};
    std::string line;
    json last;
    while (std::getline(lines, line)) last = json::parse(line);
    CHECK(last.at("event") == "summary");
    CHECK(last.at("complete") == true);

    CHECK(desk.run({"--json", "status", dir}) == cli::kOk);
    CHECK(json::parse(desk.out).at("running") == false);
    CHECK(desk.run({"--json", "--quiet", "verify", dir}) == cli::kOk);
    const json verdict = json::parse(desk.out);
    CHECK(verdict.at("ok") == true);
    CHECK(std::abs(verdict.at("takes").at(0).at("delay_samples").get<double>()) < 0.01);
    CHECK(desk.run({"--quiet", "report", dir}) == cli::kOk);
    CHECK(std::filesystem::exists(dir + "/report/index.html"));
    std::filesystem::remove(dir + "/metadata.csv");
    CHECK(desk.run({"rebuild", dir}) == cli::kOk);
    CHECK(std::filesystem::exists(dir + "/metadata.csv"));
  }

  TEST_CASE("cli: a folder that holds something else is refused and left as it was") {
    Desk desk;
    std::filesystem::create_directory(desk.path("amp"));
    desk.write_text("amp/thesis.txt", "precious");
    CHECK(desk.run({"capture", desk.path("plan.toml"), "--simulate", "--out", desk.path("amp")}) ==
          cli::kData);
    CHECK(std::distance(std::filesystem::directory_iterator{desk.path("amp")}, {}) == 1);
  }

  TEST_CASE("cli: an interrupted capture is exit 130 and resumes to a complete one") {
    Desk desk;
    desk.stop.request_stop();
    CHECK(desk.run({"capture", desk.path("plan.toml"), "--simulate", "--out", desk.path("amp")}) ==
          cli::kInterrupted);
    desk.stop = std::stop_source{};
    CHECK(desk.run({"capture", desk.path("plan.toml"), "--simulate", "--resume", "--out",
                    desk.path("amp")}) == cli::kOk);
  }

  TEST_CASE("cli: takes that stay refused are exit 1, a lost load is exit 5") {
    Desk desk;
    desk.write_rig(std::string(test::kGainKnob) +
                   "[[simulated.fault]]\nkind = \"drop\"\ntake = 1\nattempt = 0\nat_s = 3.0\n");
    CHECK(desk.run({"capture", desk.path("plan.toml"), "--simulate", "--out", desk.path("a")}) ==
          cli::kGateFailed);
    desk.write_rig(std::string(test::kGainKnob) +
                   "[[simulated.fault]]\nkind = \"tap_lost\"\nattempt = 1\nat_s = 3.0\n");
    CHECK(desk.run({"capture", desk.path("plan.toml"), "--simulate", "--out", desk.path("b")}) ==
          cli::kSafety);
  }

  TEST_CASE("cli: a capture that never started leaves nothing, and can be asked for again") {
    Desk desk;
    std::string rig = test::kGainKnob;
    rig.replace(
        rig.find("[[knob]]"), 0,
        "[load]\nkind = \"reactive\"\nimpedance_ohm = 16\nrating_w = 100\namp_power_w = 50\n");
    desk.write_rig(
        rig + "[[simulated.fault]]\nkind = \"tap_lost\"\ntake = -2\nattempt = 0\nat_s = 0.0\n");
    CHECK(desk.run({"capture", desk.path("plan.toml"), "--out", desk.path("d")}) == cli::kSafety);
    CHECK_FALSE(std::filesystem::exists(desk.path("d")));
    std::filesystem::create_directory(desk.path("mine"));  // a folder of the user's stays
    CHECK(desk.run({"capture", desk.path("plan.toml"), "--out", desk.path("mine")}) ==
          cli::kSafety);
    CHECK(std::filesystem::is_empty(desk.path("mine")));
  }

  TEST_CASE("cli: check reads the simulated bench and writes nothing; a wire gives the offset") {
    Desk desk;
    CHECK(desk.run({"--json", "--quiet", "check", desk.path("rig.toml"), "--simulate"}) ==
          cli::kOk);
    const json report = json::parse(desk.out);
    CHECK(report.at("loopback").at("delay_samples").get<double>() ==
          doctest::Approx(1000.37).epsilon(1e-6));
    desk.write_rig(std::string(test::kGainKnob) + "loopback_offset_samples = 256\n");
    CHECK(desk.run({"--json", "--quiet", "check", desk.path("rig.toml"), "--simulate",
                    "--offset"}) == cli::kOk);
    CHECK(json::parse(desk.out).at("loopback_offset_samples").get<double>() ==
          doctest::Approx(256.0).epsilon(1e-5));
    std::ifstream file{desk.path("rig.toml")};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    CHECK(text.find("[calibration]") == std::string::npos);
  }
}

TEST_SUITE("slow") {
  TEST_CASE("cli: check --recalibrate takes a new loopback level where check says it moved") {
    Desk desk;
    std::string rig = test::simulated_rig(test::kGainKnob);
    const auto swap = [&rig](const std::string& from, const std::string& to) {
      rig.replace(rig.find(from), from.size(), to);
    };
    swap("api = \"simulated\"", "api = \"alsa\"\ndevice = \"hw:0\"");
    swap("control = { kind = \"simulated\" }", "control = { kind = \"manual\" }");
    swap("[[knob]]", "[load]\nkind = \"none\"\n[calibration]\nloopback_gain_db = 3.0\n[[knob]]");
    desk.write_text("rig.toml", rig);
    CHECK(desk.run({"check", desk.path("rig.toml")}) == cli::kGateFailed);
    CHECK(desk.out.find("loopback level") != std::string::npos);
    CHECK(desk.run({"check", desk.path("rig.toml"), "--recalibrate"}) == cli::kOk);
    CHECK(desk.run({"check", desk.path("rig.toml")}) == cli::kOk);
  }
}
