// SPDX-License-Identifier: GPL-3.0-or-later
// `ampsweep verify` of other people's files, as they would type it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/wav_file.hpp"
#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// A noise and two answers, one of them 200 samples late. Nothing is written into the home folder.
struct PairDesk : test::CommandDesk {
  PairDesk() {
    ::setenv("XDG_CACHE_HOME", path("cache").c_str(), 1);
    fs::create_directories(path("set"));
    signals::Random random{3};
    for (int n = 0; n < 3 * 48000; ++n) dry.push_back(std::clamp(0.1 * random.normal(), -0.9, 0.9));
    REQUIRE(write_pcm24(path("set/input.wav"), dry, SampleRate{48000}));
    put("out10.wav", 2.0, 10);
    put("out11.wav", 3.0, 10);
    put("out12.wav", 4.0, 210);
  }
  void put(const std::string& name, double drive, std::size_t delay) const {
    std::vector<double> wet(dry.size(), 0.0);
    for (std::size_t n = delay; n < wet.size(); ++n)
      wet[n] = 0.4 * std::tanh(drive * dry[n - delay]);
    REQUIRE(write_pcm24(path("set/" + name), wet, SampleRate{48000}, posix_file_ops(),
                        FileOps::IfExists::Replace));
  }
  std::vector<double> dry;
};

}  // namespace

TEST_SUITE("sim") {
  TEST_CASE("cli verify: --fix writes a copy that verifies clean, and says what it did") {
    PairDesk desk;
    CHECK(desk.run({"--quiet", "verify", "--quick", desk.path("set")}) == cli::kGateFailed);
    CHECK(desk.run({"--quiet", "--json", "verify", "--quick", desk.path("set"), "--fix",
                    desk.path("fixed")}) == cli::kOk);
    const json said = json::parse(desk.out);
    CHECK(said.at("ok") == false);
    CHECK(said.at("copy").at("whole") == true);
    CHECK(said.at("copy").at("targets").size() == 3);
    CHECK(desk.run({"--quiet", "verify", "--quick", desk.path("fixed")}) == cli::kOk);
    CHECK(desk.run({"--quiet", "verify", "--quick", desk.path("set"), "--fix", desk.path("set")}) ==
          cli::kUsage);
    CHECK(desk.err.find("try: --fix with a folder beside it") != std::string::npos);
  }

  TEST_CASE("cli verify: two files can be fixed and shown on a page as a folder can") {
    PairDesk desk;
    CHECK(desk.run({"--quiet", "verify", "--quick", desk.path("set/input.wav"),
                    desk.path("set/out12.wav"), "--fix", desk.path("two"), "--html",
                    desk.path("page.html")}) == cli::kOk);
    CHECK(fs::exists(desk.path("two/out12.wav")));
    CHECK_FALSE(fs::exists(desk.path("two/out10.wav")));
    CHECK(fs::file_size(desk.path("page.html")) > 1000);
    CHECK(desk.out.find("Aligned copy in") != std::string::npos);
  }

  TEST_CASE("cli verify: an option that the mode has no use for is refused, never ignored") {
    PairDesk desk;
    const std::string x = desk.path("set/input.wav");
    const std::string y = desk.path("set/out10.wav");
    const std::vector<std::vector<std::string>> lines{
        {"verify", x, y, "--labels", "l.csv"},
        {"verify", x, y, "--state", desk.path("s")},
        {"verify", x, y, "--fresh"},
        {"verify", "--as", "csv", desk.path("set"), "--input", "*.wav"},
        {"verify", "--as", "nam", x, y, "--quick"},
        {"verify", "--as", "nam", x, y, "--html", desk.path("p.html")}};
    for (const auto& line : lines) {
      CAPTURE(line.back());
      CHECK(desk.run(line) == cli::kUsage);
      CHECK(desk.out.empty());
      CHECK(desk.err.find("try:") != std::string::npos);
    }
  }

  TEST_CASE("cli verify: --as knows that a format declares its alignment: late is a fault there") {
    PairDesk desk;
    const auto listed = [&](const std::string& target) {
      std::ofstream(desk.path("set/pairs.csv"))
          << "input,target,split,gain_norm\ninput.wav," + target + ",train,0.5\n";
      (void)desk.run({"--quiet", "--json", "verify", "--quick", "--as", "csv", desk.path("set")});
      return json::parse(desk.out).at("measured");
    };
    const json late = listed("out12.wav");
    REQUIRE(late.at("faults").size() == 1);
    CHECK(late.at("faults").at(0).at("code") == "misaligned");
    CHECK(listed("out10.wav").at("ok") == true);
  }

  TEST_CASE("cli verify: --fix mends what alignment can, and not what the loader refuses besides") {
    PairDesk desk;
    const auto fixed = [&](const std::string& rows, const std::string& name) {
      std::ofstream(desk.path("set/pairs.csv"))
          << "input,target,split,gain_norm\ninput.wav,out12.wav,train,0.5\n" + rows;
      return desk.run({"--quiet", "--json", "verify", "--quick", "--as", "csv", desk.path("set"),
                       "--fix", desk.path(name)});
    };
    CHECK(fixed("", "late") == cli::kOk);
    CHECK(fixed("input.wav,,train,0.6\n", "refused") == cli::kGateFailed);
    const json said = json::parse(desk.out);
    CHECK(said.at("ok") == false);
    CHECK(said.at("copy").at("whole") == true);
    CHECK(said.at("measured").at("takes").size() == 1);
  }

  TEST_CASE("cli verify: a page that cannot be written costs no results") {
    PairDesk desk;
    CHECK(desk.run({"--quiet", "verify", "--quick", desk.path("set"), "--html",
                    desk.path("no/page.html")}) == cli::kData);
    CHECK(desk.out.find("out12.wav") != std::string::npos);
  }

  TEST_CASE("cli verify: no name in a complaint steers the terminal") {
    PairDesk desk;
    fs::rename(desk.path("set/out10.wav"), desk.path("set/in7.wav"));
    fs::rename(desk.path("set/out11.wav"), desk.path("set/out3\x1b]0;x\x07"
                                                     "a.wav"));
    CHECK(desk.run({"--quiet", "verify", "--quick", desk.path("set")}) == cli::kUsage);
    CHECK(desk.err.find("a.wav") != std::string::npos);
    CHECK(desk.err.find('\x1b') == std::string::npos);
    CHECK(desk.err.find('\x07') == std::string::npos);
    CHECK(desk.err.find("\n  try: ") != std::string::npos);
  }
}
