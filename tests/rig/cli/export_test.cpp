// SPDX-License-Identifier: GPL-3.0-or-later
// `export`, `verify --as` and `nam-metadata` as typed.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/formats/format.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// Someone with a captured dataset, all tests the same one.
struct Exporter : test::CommandDesk {
  Exporter() {
    write_rig(test::kGainKnob);
    write_text("plan.toml", test::kTwoGains);
    REQUIRE(run({"--quiet", "capture", path("plan.toml"), "--simulate", "--out", path("amp")}) ==
            cli::kOk);
  }
  int export_to(const std::string& format, const std::string& to,
                std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--json", "export", path("amp"), "--to", format, "--out", path(to)});
    return run(std::move(more));
  }
  [[nodiscard]] bool err_has(const std::string& part) const {
    return err.find(part) != std::string::npos;
  }
};

Exporter& exporter() {
  static Exporter one;
  return one;
}

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("export: JSON, the second run, verify --as, and a spoilt copy refused with exit 1") {
    Exporter& desk = exporter();
    REQUIRE(desk.export_to("nam", "nam") == cli::kOk);
    const json result = json::parse(desk.out);
    CHECK(result["schema"] == "ampsweep-export-run-1");
    CHECK(result["takes"] == 2);
    CHECK(result["complete"] == true);
    CHECK(desk.err_has("exporting"));
    REQUIRE(desk.export_to("nam", "nam") == cli::kOk);
    CHECK(json::parse(desk.out)["files_written"] == 0);

    CHECK(desk.run({"--json", "verify", "--as", "nam", desk.path("nam")}) == cli::kOk);
    CHECK(json::parse(desk.out)["pairs"] == 4);
    fs::remove(desk.path("nam/takes/00001.wav"));
    CHECK(desk.run({"--json", "verify", "--as", "nam", desk.path("nam")}) == cli::kGateFailed);
    CHECK(json::parse(desk.out)["findings"][0]["code"] == "missing_file");
    CHECK(desk.run({"verify", "--as", "nam", desk.path("none")}) == cli::kData);
  }

  TEST_CASE("export: turned round, the verify that the export asks for accepts the shared target") {
    Exporter& desk = exporter();
    REQUIRE(desk.export_to("csv", "reversed", {"--reverse"}) == cli::kOk);
    CHECK(desk.run({"--json", "verify", "--quick", "--fresh", "--as", "csv",
                    desk.path("reversed")}) == cli::kOk);
    const json measured = json::parse(desk.out)["measured"];
    CHECK(measured["takes"].size() == 2);
    CHECK(measured["faults"].empty());
  }

  TEST_CASE("export: what is lost is said; options, ranges and formats that do not go are usage") {
    Exporter& desk = exporter();
    CHECK(desk.run({"export", desk.path("amp"), "--to", "panama", "--out", desk.path("p"),
                    "--where", "gain=3..6"}) == cli::kOk);
    CHECK(desk.out.find("the names, printed values and ranges of the knobs") != std::string::npos);
    CHECK(desk.out.find("next: ampsweep verify --as panama") != std::string::npos);
    CHECK(desk.export_to("csv", "c", {"--where", "gain=99"}) == cli::kUsage);
    CHECK(desk.export_to("aida", "a", {"--rate", "44100"}) == cli::kUsage);
    CHECK(desk.err_has("48000 Hz"));
    CHECK(desk.export_to("minidisc", "m") == cli::kUsage);
    CHECK(desk.export_to("csv", "k", {"--knob", "gain"}) == cli::kUsage);
    CHECK(desk.err_has("--knob is for proteus"));
    CHECK(desk.export_to("huggingface", "h", {"--original", "none.wav"}) == cli::kUsage);
    CHECK(desk.err_has("--original says where to cut"));
    CHECK(desk.export_to("proteus", "t", {"--knob", "gian"}) == cli::kUsage);
    CHECK(desk.err_has("no knob \"gian\"\n  try: one of gain"));
    CHECK(desk.run({"export", desk.path("none"), "--to", "csv", "--out", desk.path("x")}) ==
          cli::kData);
    CHECK_FALSE(fs::exists(desk.path("c")));
  }

  TEST_CASE("export: --help tells whose trainer each format is for") {
    Exporter& desk = exporter();
    CHECK(desk.run({"export", "--help"}) == cli::kOk);
    for (const auto& facts : formats::all_formats()) {
      CHECK_MESSAGE(desk.out.find(facts.title) != std::string::npos, facts.name);
    }
  }

  TEST_CASE("export: outputs by name, all in folders; unknown outputs and originals are usage") {
    Exporter& desk = exporter();
    REQUIRE(desk.export_to("nam", "outputs", {"--output", "all"}) == cli::kOk);
    const json result = json::parse(desk.out);
    CHECK(result["outputs"] == json::array({"amp"}));
    CHECK(result["folder_for_each_output"] == true);
    CHECK(desk.run({"verify", "--as", "nam", desk.path("outputs/amp")}) == cli::kOk);
    CHECK(desk.run({"export", desk.path("amp"), "--to", "nam", "--out", desk.path("outputs"),
                    "--output", "all"}) == cli::kOk);
    CHECK(desk.out.find("next: ampsweep verify --as nam " + desk.path("outputs/amp")) !=
          std::string::npos);
    CHECK(desk.export_to("nam", "mic", {"--output", "mic"}) == cli::kUsage);
    CHECK(desk.err_has("no output \"mic\""));
    CHECK(desk.err_has("amp, or all"));
    const std::string sound = desk.write_sound("mine.wav", std::vector<float>(1000, 0.1F));
    CHECK(desk.export_to("nam", "mine", {"--original", sound}) == cli::kUsage);
    CHECK(desk.err_has("none of NAM's or Proteus's inputs"));
    CHECK_FALSE(fs::exists(desk.path("mine")));
    CHECK(desk.run({"nam-metadata", desk.path("plan.toml"), "--from", desk.path("amp"), "--output",
                    "mic", "--take", "1"}) == cli::kData);  // It is no model, whatever the output.
  }

  TEST_CASE("verify --as nam X Y: an input that is none of NAM's is told so") {
    Exporter& desk = exporter();
    const std::string sound = desk.write_sound("x.wav", std::vector<float>(1000, 0.1F));
    CHECK(desk.run({"--json", "verify", "--as", "nam", sound, sound}) == cli::kGateFailed);
    const json report = json::parse(desk.out);
    std::vector<std::string> codes;
    for (const json& finding : report["findings"]) codes.push_back(finding["code"]);
    CHECK(std::count(codes.begin(), codes.end(), "unknown_input") == 1);
    CHECK(desk.run({"verify", "--as", "csv", sound, sound}) == cli::kUsage);
  }

  TEST_CASE("nam-metadata: a new file; the old one as it was; gear types are checked") {
    Exporter& desk = exporter();
    desk.write_text("m.nam",
                    R"({"version":"0.7.0","architecture":"LSTM","config":{},"weights":[0.5]})");
    CHECK(desk.run({"nam-metadata", desk.path("m.nam"), "--from", desk.path("amp"), "--setting",
                    "gain=6", "--gear-make", "Acme", "--tone-type", "clean"}) == cli::kOk);
    std::ifstream in(desk.path("m.nam.new"));
    const json model = json::parse(in);
    CHECK(model["metadata"]["ampsweep"]["setting"]["gain"] == 6.0);
    CHECK(model["metadata"]["gear_make"] == "Acme");
    CHECK(model["weights"] == json::array({0.5}));
    CHECK(desk.run({"nam-metadata", desk.path("m.nam"), "--from", desk.path("amp"), "--gear-type",
                    "toaster"}) == cli::kUsage);
    CHECK(desk.run({"nam-metadata", desk.path("m.nam"), "--from", desk.path("amp")}) ==
          cli::kUsage);
    CHECK(desk.run({"nam-metadata", desk.path("plan.toml"), "--from", desk.path("amp"), "--take",
                    "1"}) == cli::kData);
  }
}
