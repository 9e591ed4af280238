// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <cmath>
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

namespace {

std::vector<float> hiss(std::size_t length, std::uint64_t seed, double rms = 0.1) {
  signals::Random random(seed);
  std::vector<float> x(length);
  for (float& sample : x) sample = static_cast<float>(rms * random.normal());
  return x;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("cli: compare undoes delay, gain and polarity when asked, and says what it found") {
    test::CommandDesk desk;
    const auto target = hiss(60000, 1);
    std::vector<float> output(60100, 0.0F);
    const auto noise = hiss(60000, 2, 0.01);
    for (std::size_t n = 0; n < target.size(); ++n)
      output[n + 100] = -0.5F * (target[n] + noise[n]);
    desk.write_sound("a.wav", output);
    desk.write_sound("b.wav", target);

    CHECK(desk.run({"compare", desk.path("a.wav"), desk.path("b.wav"), "--align", "--gain-match",
                    "--json"}) == cli::kOk);
    const json result = json::parse(desk.out);
    CHECK(result.at("schema") == "ampsweep-compare-1");
    CHECK(result.at("delay_samples") == 100.0);
    CHECK(result.at("polarity") == -1);
    CHECK(result.at("gain_polarity") == -1);
    CHECK(result.at("esr").get<double>() == doctest::Approx(0.0099).epsilon(0.03));
    CHECK(result.at("best_possible_esr").is_null());

    CHECK(desk.run({"compare", desk.path("a.wav"), desk.path("b.wav"), "--align"}) == cli::kOk);
    CHECK(desk.out.find("--gain-match") != std::string::npos);
    CHECK(desk.run({"compare", desk.path("b.wav"), desk.path("b.wav"), "--from-s", "0.5",
                    "--noise-s", "0", "0.25", "--json"}) == cli::kOk);
    const json same = json::parse(desk.out);
    CHECK(same.at("esr") == 0.0);
    CHECK(same.at("predicted_replicate_esr").get<double>() == doctest::Approx(2.0).epsilon(0.05));
  }

  TEST_CASE("cli: compare refuses silence, a missing channel and a stretch outside the files") {
    test::CommandDesk desk;
    desk.write_sound("a.wav", hiss(60000, 1));
    desk.write_sound("silent.wav", std::vector<float>(60000, 0.0F));
    const auto a = desk.path("a.wav");
    CHECK(desk.run({"compare", a, desk.path("silent.wav")}) == cli::kData);
    CHECK(desk.err.find("silent") != std::string::npos);
    CHECK(desk.run({"compare", a, a, "--channel", "2"}) == cli::kUsage);
    CHECK(desk.run({"compare", a, a, "--from-s", "3"}) == cli::kUsage);
    CHECK(desk.run({"compare", a}) == cli::kUsage);
  }
}

TEST_SUITE("slow") {
  TEST_CASE("cli: analyze models prints three scores and writes the linear response") {
    test::CommandDesk desk;
    const auto played = hiss(4 * 48000, 1);
    std::vector<float> heard(played.size(), 0.0F);
    for (std::size_t n = 20; n < played.size(); ++n) {
      heard[n] = (n < 30 ? 0.0F : 0.5F * played[n - 30]) - 0.25F * played[n - 20];
    }
    desk.write_sound("s.wav", played);
    desk.write_sound("r.wav", heard);
    const std::vector<std::string> files{"analyze",          "models",      "--stimulus",
                                         desk.path("s.wav"), "--recording", desk.path("r.wav")};
    auto line = files;
    for (const std::string& more :
         {std::string("--train"), std::string("0:2.5"), std::string("--ir"), desk.path("ir.wav"),
          std::string("--json")}) {
      line.push_back(more);
    }
    CHECK(desk.run(line) == cli::kOk);
    const json result = json::parse(desk.out);
    CHECK(result.at("schema") == "ampsweep-models-1");
    CHECK(result.at("models").size() == 3);
    CHECK(result.at("models")[0].at("validation_esr").get<double>() < 1e-10);
    const auto impulse = read_wav(desk.path("ir.wav"));
    REQUIRE(impulse);
    CHECK(impulse->info.encoding == "pcm24");
    CHECK(impulse->length() == SampleCount{2048});

    line = files;
    line.insert(line.end(), {"--train", "abc"});
    CHECK(desk.run(line) == cli::kUsage);
  }
}
