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

struct MultisineDesk : test::CommandDesk {
  int analyze(std::vector<std::string> more) {
    more.insert(more.begin(), {"--json", "analyze", "multisine", "--period-samples", "8192",
                               "--realizations", "2"});
    return run(std::move(more));
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE(
      "cli: analyze multisine writes a stimulus, reads it back through an amp, and knows it") {
    MultisineDesk desk;
    REQUIRE(desk.analyze({"--write-stimulus", desk.path("s.wav")}) == cli::kOk);
    const auto stimulus = require_wav(desk.path("s.wav"));
    CHECK(stimulus.length().value() == 2 * 5 * 8192);
    std::vector<double> recorded(200, 0.0);
    for (const float x : stimulus.channels.at(0)) {
      const double v = static_cast<double>(x);
      recorded.push_back(0.5 * (v + 0.3 * v * v));
    }
    REQUIRE(write_pcm24(desk.path("r.wav"), recorded, SampleRate{48000}));

    REQUIRE_MESSAGE(desk.analyze({"--stimulus", desk.path("s.wav"), "--recording",
                                  desk.path("r.wav")}) == cli::kOk,
                    desk.err);
    const auto json = nlohmann::json::parse(desk.out);
    CHECK(json["schema"] == "ampsweep-multisine-1");
    CHECK(json["delay_samples"].get<double>() == doctest::Approx(200.0).epsilon(1e-4));
    const double rms = std::pow(10.0, -18.0 / 20.0);
    CHECK(json["even"]["level_dbfs_rms"].get<double>() ==
          doctest::Approx(10.0 * std::log10(2.0 * std::pow(0.15 * rms * rms, 2))).epsilon(0.02));
    // There is none: what 24 bits leave is far below the even part.
    if (!json["odd"]["level_dbfs_rms"].is_null()) {
      CHECK(json["odd"]["level_dbfs_rms"].get<double>() < -150.0);
    }
    for (const auto& band : json["bands"]) {
      CHECK(band["gain_db"].get<double>() == doctest::Approx(-6.0206).epsilon(0.001));
    }

    CHECK(desk.analyze({"--seed", "2", "--stimulus", desk.path("s.wav"), "--recording",
                        desk.path("r.wav")}) == cli::kData);
    CHECK(desk.err.find("s.wav") != std::string::npos);
    CHECK(desk.analyze({"--level-dbfs-rms", "-6", "--write-stimulus", desk.path("t.wav")}) ==
          cli::kData);
    CHECK(desk.analyze({}) == cli::kUsage);
    CHECK(desk.analyze({"--stimulus", desk.path("s.wav")}) == cli::kUsage);
  }
}
