// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <string>

#include "rig/verify/verify_json.hpp"
#include "rig/verify/verify_text.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using VerifyJson = nlohmann::json;

namespace {

/// Two takes, the second one late and with a warning.
VerifyReport report_with_fault() {
  VerifyReport report;
  report.dir = "/data/amp";
  report.uuid = "some-uuid";
  report.rate = SampleRate{48000};
  report.length = SampleCount{96000};
  report.headroom_samples = 4.0;
  report.planned = 3;
  report.accepted = 2;
  TakeCheck good;
  good.file = "takes/00000.wav";
  good.raw_file = "raw/00000.wav";
  good.cut.delay_samples = 0.0;
  good.cut.polarity = 1;
  good.raw_delay_samples = 1000.25;
  good.gates = {{"alignment", 0.0, 0.01, "samples", true}};
  TakeCheck late = good;
  late.id = 1;
  late.file = "takes/00001.wav";
  late.cut.delay_samples = 1.0;
  late.measured.drift_ppm = std::numeric_limits<double>::quiet_NaN();
  late.gates = {{"alignment", 1.0, 0.01, "samples", false}};
  late.faults = {{late.file, {FaultCode::Misaligned, "takes/00001.wav is 1.000 samples late"}}};
  late.warnings = {{late.file, {FaultCode::Silent, "a gain knob is at its end"}}};
  report.takes = {good, late};
  report.faults = {
      {"takes/x\x1b[31m.wav", {FaultCode::Unlisted, "takes/x\x1b[31m.wav: remove it"}}};
  return report;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("verify --json: the fixed keys are there and say what the report says") {
    const VerifyJson json = VerifyJson::parse(verify_json(report_with_fault()));
    CHECK(json.at("schema") == "ampsweep-verify-1");
    CHECK(json.at("ok") == false);
    CHECK(json.at("complete") == false);
    REQUIRE(json.at("takes").size() == 2);
    const VerifyJson& take = json.at("takes").at(1);
    for (const char* key : {"file", "delay_samples", "delay_sigma_samples", "drift_ppm", "polarity",
                            "clipped", "faults"}) {
      CAPTURE(key);
      CHECK(take.contains(key));
    }
    CHECK(take.at("delay_samples") == 1.0);
    CHECK(take.at("polarity") == 1);
    CHECK(take.at("faults").at(0).at("code") == "misaligned");
    REQUIRE(json.at("faults").size() == 2);  // the set's and the take's
    CHECK(json.at("faults").at(0).at("code") == "unlisted");
    CHECK(json.at("faults").at(1).at("file") == "takes/00001.wav");
    CHECK(json.at("gates").at(0).at("worst") == 1.0);
    CHECK(json.at("gates").at(0).at("worst_file") == "takes/00001.wav");
    CHECK(json.at("gates").at(0).at("failed") == 1);
  }

  TEST_CASE("verify --json: what was not measured is null, never a number") {
    const VerifyJson take = VerifyJson::parse(verify_json(report_with_fault())).at("takes").at(1);
    for (const char* key : {"drift_ppm", "noise_dbfs_rms", "replicate_esr", "early_energy_db",
                            "peak_dbfs", "declared_delay_samples"}) {
      CAPTURE(key);
      CHECK(take.at(key).is_null());
    }
  }

  TEST_CASE("verify --json: file names that are not UTF-8 still give valid JSON") {
    VerifyReport report = report_with_fault();
    report.faults.front().file = "takes/\xff\xfe.wav";
    CHECK(VerifyJson::accept(verify_json(report)));
  }

  TEST_CASE("verify: the text says the worst first and nothing in it steers the terminal") {
    const std::string text = verify_text(report_with_fault());
    CHECK(text.find("/data/amp: FAULTY, 2 faults, 1 of 2 takes, INCOMPLETE") == 0);
    CHECK(text.find("misaligned: takes/00001.wav is 1.000 samples late") != std::string::npos);
    CHECK(text.find("silent: takes/00001.wav: a gain knob") != std::string::npos);
    CHECK(text.find("FAILED by 1 take") != std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("Faults") < text.find("Figures"));
  }

  TEST_CASE("verify: a clean report is called OK in text and JSON") {
    VerifyReport report = report_with_fault();
    report.faults.clear();
    report.takes.pop_back();
    report.planned = report.accepted = 1;
    CHECK(verify_text(report).find("/data/amp: OK\n") == 0);
    CHECK(VerifyJson::parse(verify_json(report)).at("ok") == true);
    report.stopped = true;
    CHECK(VerifyJson::parse(verify_json(report)).at("ok") == false);
  }
}
