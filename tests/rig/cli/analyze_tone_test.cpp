// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <numbers>
#include <string>
#include <vector>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/wav_file.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using nlohmann::json;

namespace {

/// One command line run in a folder of its own; text out, text err.
struct ToneDesk : test::CommandDesk {
  /// Half a second of silence, then a second of sines {Hz, amplitude} on the second of two
  /// channels.
  void write_tones(const std::string& name, const std::vector<std::pair<double, double>>& sines) {
    std::vector<std::vector<float>> channels(2, std::vector<float>(72000, 0.0F));
    for (std::size_t n = 24000; n < 72000; ++n) {
      double sum = 0.0;
      for (const auto& [hz, amplitude] : sines) {
        sum += amplitude * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(n) / 48000.0);
      }
      channels[1][n] = static_cast<float>(sum);
    }
    REQUIRE(write_float32(path(name), {SampleRate{48000}, channels}));
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("cli: analyze tone reads a stretch of a channel and speaks the fixed keys") {
    ToneDesk desk;
    desk.write_tones("tone.wav", {{997.3, 0.5}, {1994.6, 0.005}});
    CHECK(desk.run({"--json", "analyze", "tone", desk.path("tone.wav"), "--channel", "2",
                    "--from-s", "0.5"}) == cli::kOk);
    const json tone = json::parse(desk.out);
    CHECK(tone.at("schema") == "ampsweep-tone-1");
    CHECK(tone.at("fundamental_hz").get<double>() == doctest::Approx(997.3).epsilon(1e-8));
    CHECK(tone.at("thd_f_db").get<double>() == doctest::Approx(-40.0).epsilon(1e-4));
    CHECK(tone.at("thd_f_percent").get<double>() == doctest::Approx(1.0).epsilon(1e-4));
    const json& second = tone.at("harmonics").at(1);
    CHECK(second.at("order") == 2);
    CHECK(second.at("level_dbc").get<double>() == doctest::Approx(-40.0).epsilon(1e-4));
    for (const char* key : {"level_dbfs_peak", "phase_deg", "limit_dbc", "measured"}) {
      CHECK_MESSAGE(second.contains(key), key);
    }
    for (const char* key : {"thd_r_percent", "thd_orders", "band_hz", "thdn_db", "sinad_db",
                            "snr_db", "noise_dbfs_rms"}) {
      CHECK_MESSAGE(tone.contains(key), key);
    }
    CHECK(desk.run({"analyze", "tone", desk.path("tone.wav"), "--channel", "2", "--from-s",
                    "0.5"}) == cli::kOk);
    CHECK(desk.out.find("THD_F") != std::string::npos);
  }

  TEST_CASE("cli: analyze tone refuses silence, a tone that starts late and a missing channel") {
    ToneDesk desk;
    desk.write_tones("tone.wav", {{997.3, 0.5}});
    for (const char* channel : {"1", "2", "3"}) {
      CHECK(desk.run({"analyze", "tone", desk.path("tone.wav"), "--channel", channel}) ==
            cli::kData);
      CHECK(desk.out.empty());
      CHECK_FALSE(desk.err.empty());
    }
    CHECK(desk.run({"analyze", "tone", desk.path("tone.wav"), "--from-s", "9"}) == cli::kData);
  }

  TEST_CASE("cli: analyze imd finds the tones, names conventions, and leaves out what is shared") {
    ToneDesk desk;
    desk.write_tones("pair.wav", {{60.0, 0.4}, {7000.0, 0.1}, {6940.0, 1e-3}, {7060.0, 1e-3}});
    CHECK(desk.run({"--json", "analyze", "imd", desk.path("pair.wav"), "--channel", "2", "--from-s",
                    "0.5"}) == cli::kOk);
    const json imd = json::parse(desk.out);
    CHECK(imd.at("schema") == "ampsweep-imd-1");
    CHECK(imd.at("d_m2").at("percent").get<double>() == doctest::Approx(2.0).epsilon(1e-4));
    CHECK(imd.at("smpte_rss").at("percent").get<double>() ==
          doctest::Approx(std::sqrt(2.0)).epsilon(1e-4));
    desk.write_tones("fifth.wav", {{110.0, 0.3}, {165.0, 0.3}});
    CHECK(desk.run({"analyze", "imd", desk.path("fifth.wav"), "--channel", "2", "--from-s", "0.5",
                    "--f1-hz", "110", "--f2-hz", "165"}) == cli::kOk);
    CHECK(desk.out.find("f2-f1 = -f2+2f1") != std::string::npos);
    CHECK(desk.out.find("d_d2") == std::string::npos);
    CHECK(desk.run({"analyze", "imd", desk.path("fifth.wav"), "--f1-hz", "110"}) == cli::kUsage);
  }
}
