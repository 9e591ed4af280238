// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "rig/cli/exit_code.hpp"
#include "rig/cli/run_cli.hpp"
#include "rig/dataset/wav_file.hpp"
#include "signals/sweep.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

const SampleRate kWavRate{48000};

/// A folder with a 2 s sweep and recordings of it.
struct SweepFolder {
  test::TempDir folder;
  std::string out;
  std::string err;

  SweepFolder() {
    const auto sweep =
        signals::sweep({.length = SampleCount{96000}, .fade_in = SampleCount{2400}}, kWavRate);
    write("sweep.wav", sweep);
    std::vector<float> amp(160000);
    std::vector<float> loop(160000);
    for (std::size_t i = 0; i < sweep.size(); ++i) {
      loop[i + 500] = 0.9F * sweep[i];
      amp[i + 507] = 0.5F * sweep[i] - 0.4F * sweep[i] * sweep[i];
    }
    write("amp.wav", amp);
    write("loop.wav", loop);
    for (float& x : amp) x = std::clamp(8.0F * x, -1.0F, 1.0F);
    write("clipped.wav", amp);
    write("silence.wav", std::vector<float>(160000, 0.0F));
    amp[60000] = std::nanf("");
    write("nan.wav", amp);
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder.path() / name).string();
  }
  void write(const std::string& name, const std::vector<float>& samples,
             SampleRate rate = kWavRate) const {
    REQUIRE(write_float32(path(name), Recording{rate, {samples}}));
  }
  int run(const std::string& stimulus, const std::string& recording,
          std::vector<std::string> more = {}) {
    std::vector<std::string> words{"ampsweep",     "--json",      "--quiet",
                                   "analyze",      "sweep",       "--stimulus",
                                   path(stimulus), "--recording", path(recording)};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<const char*> argv;
    for (const auto& word : words) argv.push_back(word.c_str());
    std::ostringstream out_stream;
    std::ostringstream err_stream;
    const cli::Front front{{}, {}, {}, out_stream, err_stream, false, {}};
    const int code = cli::run_cli(static_cast<int>(argv.size()), argv.data(), front);
    out = out_stream.str();
    err = err_stream.str();
    return code;
  }
};

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("analyze sweep: harmonics, THD, loopback response, kernels and impulse files at once") {
    SweepFolder folder;

    const int code =
        folder.run("sweep.wav", "amp.wav",
                   {"--loopback", folder.path("loop.wav"), "--orders", "4", "--hammerstein", "3",
                    "--impulses", folder.path("ir"), "--from-hz", "20", "--to-hz", "20000"});

    INFO(folder.err);
    REQUIRE(code == cli::kOk);
    const auto json = nlohmann::json::parse(folder.out);
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
    const auto impulse = require_wav(folder.path("ir/H1.wav"));
    CHECK(impulse.info.encoding == "float32");
    CHECK(impulse.info.channels == 1);
  }

  TEST_CASE("analyze sweep: bad recordings and stimuli are refused, each with its reason") {
    SweepFolder folder;
    folder.write("slow.wav", std::vector<float>(160000, 0.1F), SampleRate{44100});
    const auto refusal = [&](const std::string& stimulus, const std::string& recording,
                             const std::string& word, std::vector<std::string> more = {}) {
      const int code = folder.run(stimulus, recording, std::move(more));
      INFO(recording << ": " << folder.err);
      CHECK(code == cli::kData);
      CHECK(folder.err.find(word) != std::string::npos);
      CHECK(folder.out.empty());
    };
    refusal("sweep.wav", "clipped.wav", "clipped");
    refusal("sweep.wav", "silence.wav", "silent");
    refusal("sweep.wav", "nan.wav", "");
    refusal("sweep.wav", "slow.wav", "44100");
    refusal("silence.wav", "amp.wav", "silent");
    refusal("sweep.wav", "amp.wav", "--from-hz", {"--from-hz", "50"});
    refusal("sweep.wav", "amp.wav", "channel", {"--channel", "2"});
    folder.write("other.wav", signals::sweep({.from = Hertz{30.0},
                                              .length = SampleCount{70000},
                                              .fade_in = SampleCount{2400}},
                                             kWavRate));
    refusal("other.wav", "amp.wav", "");
  }
}
