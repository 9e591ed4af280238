// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
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
using nlohmann::json;

namespace {

/// A folder with recordings, and the command line run on it.
struct ListeningDesk : test::CommandDesk {
  /// Stereo: noise, and the same noise times `ratio`.
  std::string stereo(const std::string& name, float ratio) const {
    signals::Random random(1);
    Recording recording;
    recording.rate = SampleRate{48000};
    recording.channels.resize(2);
    for (int n = 0; n < 72000; ++n) {
      const auto x = static_cast<float>(0.1 * random.normal());
      recording.channels[0].push_back(x);
      recording.channels[1].push_back(ratio * x);
    }
    REQUIRE(write_float32(path(name), recording));
    return path(name);
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("cli: analyze load reads 15 ohm off a 10 ohm jig, as a table and as JSON") {
    ListeningDesk desk;
    const auto file = desk.stereo("r.wav", 0.6F);
    CHECK(desk.run({"analyze", "load", file, "--method", "series", "--resistor-ohm", "10"}) ==
          cli::kOk);
    CHECK(desk.out.find("15.000") != std::string::npos);
    CHECK(desk.out.find("dBFS rms") != std::string::npos);
    CHECK(desk.run({"--json", "analyze", "load", file, "--method", "series", "--resistor-ohm",
                    "10"}) == cli::kOk);
    const auto answer = json::parse(desk.out);
    CHECK(answer["schema"] == "ampsweep-load-1");
    CHECK(answer["hz"].size() == answer["impedance_ohm"].size());
    for (const auto& ohms : answer["impedance_ohm"]) {
      CHECK(ohms.get<double>() == doctest::Approx(15.0).epsilon(1e-4));
    }
    CHECK_FALSE(answer.contains("fit"));
  }

  TEST_CASE("cli: analyze load says what is wrong with the recording or the command") {
    ListeningDesk desk;
    const auto file = desk.stereo("r.wav", 0.6F);
    CHECK(desk.run({"analyze", "load", file, "--method", "series", "--resistor-ohm", "10",
                    "--channels", "2,1"}) == cli::kData);
    CHECK(desk.err.find("swapped") != std::string::npos);
    CHECK(desk.run({"analyze", "load", file, "--method", "series", "--resistor-ohm", "10",
                    "--channels", "1,3"}) == cli::kData);
    CHECK(desk.err.find("channel") != std::string::npos);
    CHECK(desk.run({"analyze", "load", file, "--method", "series", "--resistor-ohm", "10",
                    "--fit"}) == cli::kData);
    CHECK(desk.err.find("resonance") != std::string::npos);
    CHECK(desk.run({"analyze", "load", file, "--method", "bridge", "--resistor-ohm", "10"}) ==
          cli::kUsage);
    CHECK(desk.run({"analyze", "load", file, "--method", "sense"}) == cli::kUsage);
    CHECK(desk.run({"analyze", "load", file, "--method", "sense", "--resistor-ohm", "10", "--known",
                    file}) == cli::kUsage);
  }

  TEST_CASE("cli: analyze output-impedance finds 8 ohm between 8 and 16") {
    ListeningDesk desk;
    const auto low = desk.stereo("8.wav", 0.8F * 0.5F);
    const auto high = desk.stereo("16.wav", 0.8F * 2.0F / 3.0F);
    CHECK(desk.run({"--json", "analyze", "output-impedance", low, high, "--resistors-ohm",
                    "8,16"}) == cli::kOk);
    const auto answer = json::parse(desk.out);
    CHECK(answer["schema"] == "ampsweep-output-impedance-1");
    for (const auto& ohms : answer["impedance_ohm"]) {
      CHECK(ohms.get<double>() == doctest::Approx(8.0).epsilon(1e-4));
    }
    for (const auto& factor : answer["damping_factor"]) {
      CHECK(factor.get<double>() == doctest::Approx(1.0).epsilon(1e-4));
    }
    CHECK(desk.run({"analyze", "output-impedance", low, high, "--resistors-ohm", "8,16"}) ==
          cli::kOk);
    CHECK(desk.out.find("damping") != std::string::npos);
    CHECK(desk.run({"analyze", "output-impedance", low, high, "--resistors-ohm", "8,8"}) ==
          cli::kData);
  }
}
