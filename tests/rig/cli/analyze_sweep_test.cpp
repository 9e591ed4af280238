// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "command_desk.hpp"
#include "rig/cli/exit_code.hpp"
#include "rig/dataset/wav_file.hpp"
#include "signals/sweep.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

const SampleRate kWavRate{48000};

/// A folder with a 2 s sweep and recordings of it.
struct SweepDesk : test::CommandDesk {
  SweepDesk() {
    const auto sweep =
        signals::sweep({.length = SampleCount{96000}, .fade_in = SampleCount{2400}}, kWavRate);
    write_sound("sweep.wav", sweep);
    std::vector<float> amp(160000);
    std::vector<float> loop(160000);
    for (std::size_t i = 0; i < sweep.size(); ++i) {
      loop[i + 500] = 0.9F * sweep[i];
      amp[i + 507] = 0.5F * sweep[i] - 0.4F * sweep[i] * sweep[i];
    }
    write_sound("amp.wav", amp);
    write_sound("loop.wav", loop);
    for (float& x : amp) x = std::clamp(8.0F * x, -1.0F, 1.0F);
    write_sound("clipped.wav", amp);
    write_sound("silence.wav", std::vector<float>(160000, 0.0F));
    amp[60000] = std::nanf("");
    write_sound("nan.wav", amp);
  }
  int analyze(const std::string& stimulus, const std::string& recording,
              std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--json", "--quiet", "analyze", "sweep", "--stimulus",
                               path(stimulus), "--recording", path(recording)});
    return run(std::move(more));
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("analyze sweep: harmonics, THD, loopback response, kernels and impulse files at once") {
    SweepDesk desk;

    const int code =
        desk.analyze("sweep.wav", "amp.wav",
                     {"--loopback", desk.path("loop.wav"), "--orders", "4", "--hammerstein", "3",
                      "--impulses", desk.path("ir"), "--from-hz", "20", "--to-hz", "20000"});

    INFO(desk.err);
    REQUIRE(code == cli::kOk);
    const auto json = nlohmann::json::parse(desk.out);
    CHECK(json["schema"] == "ampsweep-sweep-1");
    CHECK(json["stimulus"]["synchronized"] == true);
    CHECK(json["delay_samples"].get<double>() == doctest::Approx(500.0).epsilon(1e-5));
    REQUIRE(json["orders"].size() == 4);
    const auto& hz = json["orders"][0]["hz"];
    const auto at = static_cast<std::size_t>(
        std::find_if(hz.begin(), hz.end(), [](const auto& f) { return f > 900.0; }) - hz.begin());
    CHECK(json["orders"][0]["level_db"][at].get<double>() ==
          doctest::Approx(-6.0206).epsilon(1e-3));
    CHECK(json["orders"][0]["validity"] == "reliable");
    // 0.4 a^2 / 2 of 0.5 a, a = -12 dBFS.
    CHECK(json["thd"][at]["thd_f_percent"].get<double>() == doctest::Approx(10.048).epsilon(1e-2));
    CHECK(json["linear"]["level_db"][at].get<double>() ==
          doctest::Approx(20.0 * std::log10(0.5 / 0.9)).epsilon(1e-3));
    CHECK(json["hammerstein"]["condition_number"].get<double>() ==
          doctest::Approx(6.3).epsilon(0.01));
    // 0.0194 is the DC of the square, which even powers do not make; the rest is the sweep's start.
    CHECK(json["hammerstein"]["esr_on_sweep"].get<double>() < 0.0255);
    CHECK(json["impulses"].size() == 4 + 1 + 3);
    const auto impulse = require_wav(desk.path("ir/H1.wav"));
    CHECK(impulse.info.encoding == "float32");
    CHECK(impulse.info.channels == 1);
  }

  TEST_CASE("analyze sweep: bad recordings and stimuli are refused, each with its reason") {
    SweepDesk desk;
    desk.write_sound("slow.wav", std::vector<float>(160000, 0.1F), SampleRate{44100});
    const auto refusal = [&](const std::string& stimulus, const std::string& recording,
                             const std::string& word, std::vector<std::string> more = {}) {
      const int code = desk.analyze(stimulus, recording, std::move(more));
      INFO(recording << ": " << desk.err);
      CHECK(code == cli::kData);
      CHECK(desk.err.find(word) != std::string::npos);
      CHECK(desk.out.empty());
    };
    refusal("sweep.wav", "clipped.wav", "clipped");
    refusal("sweep.wav", "silence.wav", "silent");
    refusal("sweep.wav", "nan.wav", "");
    refusal("sweep.wav", "slow.wav", "44100");
    refusal("silence.wav", "amp.wav", "silent");
    refusal("sweep.wav", "amp.wav", "--from-hz", {"--from-hz", "50"});
    refusal("sweep.wav", "amp.wav", "channel", {"--channel", "2"});
    desk.write_sound("other.wav", signals::sweep({.from = Hertz{30.0},
                                                  .length = SampleCount{70000},
                                                  .fade_in = SampleCount{2400}},
                                                 kWavRate));
    refusal("other.wav", "amp.wav", "");
  }
}
