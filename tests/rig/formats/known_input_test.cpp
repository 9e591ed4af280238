// SPDX-License-Identifier: GPL-3.0-or-later
// NAM's inputs are not shipped, so layouts are tried on made-up sounds: latency in closed form, the
// replicate check from known noise.
#include "rig/formats/known_input.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

#include "rig/dataset/wav_file.hpp"
#include "rig/formats/known_pair_check.hpp"
#include "support/temp_dir.hpp"

using namespace ampsweep;
using namespace ampsweep::rig;
using namespace ampsweep::rig::formats;

namespace {

/// Version 3 at a hundredth of its length: blips at 10,400 and 22,400 of 60,000 samples.
KnownInput small_layout() {
  KnownInput layout = known_inputs().front();
  layout.first_blips_start = 5000;
  layout.blips_length = 36'000;
  layout.blips = {10'400, 22'400};
  layout.noise = {6000, 8000};
  layout.validation_length = 4000;
  layout.validation_start = -4000;
  return layout;
}

WavAudio sound_of(std::vector<float> samples, int rate = 48000) {
  WavAudio audio;
  audio.info.rate = SampleRate{rate};
  audio.info.channels = 1;
  audio.info.frames = SampleCount{static_cast<std::int64_t>(samples.size())};
  audio.channels = {std::move(samples)};
  return audio;
}

/// Blips late by `delay`, both validation passes a ramp; the second one scaled.
std::vector<float> recording(std::int64_t delay, float second = 1.0F) {
  std::vector<float> y(60'000, 0.0F);
  for (const std::int64_t blip : {10'400, 22'400}) y[static_cast<std::size_t>(blip + delay)] = 0.5F;
  for (std::size_t n = 0; n < 4000; ++n) {
    y[n] = 0.0001F * static_cast<float>(n % 1000);
    y[56'000 + n] = second * y[n];
  }
  return y;
}

NamThreshold latency_of(const std::vector<float>& y) {
  return nam_threshold(blip_layout(small_layout()), y);
}

KnownPairReport judged(const WavAudio& y) {
  KnownPairReport report;
  report.check.format = Format::Nam;
  check_against(report, small_layout(), sound_of(std::vector<float>(60'000, 0.0F)), y);
  return report;
}

std::string codes_of(const KnownPairReport& report) {
  std::string all;
  for (const Finding& finding : report.check.findings) all += finding.code + " ";
  return all;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("nam latency: the first sample above the threshold, less one") {
    for (const std::int64_t delay : {-900, 0, 1, 57, 1000, 9999}) {
      CAPTURE(delay);
      const NamThreshold found = latency_of(recording(delay));
      REQUIRE(found.delay);
      CHECK(*found.delay == delay);
      CHECK(*found.recommended == delay - 1);
      CHECK_FALSE(found.at_lookahead);
    }
  }

  TEST_CASE("nam latency: noise raises the threshold; a blip below it is not found") {
    std::vector<float> y = recording(100);
    y[7000] = 0.6F;
    CHECK_FALSE(latency_of(y).delay);
    y[7000] = 0.4F;
    CHECK(*latency_of(y).delay == 100);
    CHECK_FALSE(latency_of(std::vector<float>(100, 1.0F)).delay);
  }

  TEST_CASE("nam latency: hum between noise window and blips triggers at once and is told") {
    std::vector<float> y = recording(100);
    for (std::size_t n = 9000; n < 10'000; ++n) y[n] = 0.01F;
    const NamThreshold found = latency_of(y);
    CHECK(*found.delay == -1000);
    CHECK(found.at_lookahead);
    CHECK(codes_of(judged(sound_of(y))) == "noisy_latency ");
  }

  TEST_CASE("a recording of version 3: accepted, and every refusal of the trainer") {
    CHECK(codes_of(judged(sound_of(recording(40)))) == "");
    CHECK(*judged(sound_of(recording(40))).replicate_esr == 0.0);
    // Second pass 1 / 0.9: ESR = (1 - 1/0.9)^2 / (1/0.9)^2 = 0.01, on the limit; 0.89 is beyond it.
    CHECK(*judged(sound_of(recording(40, 1.0F / 0.9F))).replicate_esr ==
          doctest::Approx(0.01).epsilon(1e-4));
    CHECK(codes_of(judged(sound_of(recording(40, 1.0F / 0.89F)))) == "replicate_differs ");
    std::vector<float> y = recording(40);
    y.pop_back();
    CHECK(codes_of(judged(sound_of(y))) == "unequal_length ");
    y.resize(60'000 + 48'000);
    CHECK(codes_of(judged(sound_of(y))) == "");
    y.push_back(0.0F);
    CHECK(codes_of(judged(sound_of(y))) == "unequal_length ");
    CHECK(codes_of(judged(sound_of(recording(40), 44100))) == "wrong_rate ");
    std::vector<float> loud = recording(40);
    loud[30'000] = -1.0F;
    CHECK(codes_of(judged(sound_of(loud))) == "clipped ");
  }

  TEST_CASE("known inputs: hashes are distinct and well formed; other files are not recognised") {
    std::set<std::string> hashes;
    for (const KnownInput& input : known_inputs()) {
      CHECK(std::string(input.md5).size() == 32);
      CHECK(hashes.insert(input.md5).second);
      CHECK(std::string(input.start_md5).size() == 32);
    }
    const test::TempDir folder;
    const auto path = folder.path() / "input.wav";
    const std::vector<double> samples(1000, 0.25);
    REQUIRE(write_pcm24(path, samples, SampleRate{48000}));
    CHECK_FALSE(recognise(path, require_wav(path)));
    const KnownPairReport report = check_known_pair(path, path);
    CHECK(codes_of(report) == "unknown_input ");
    CHECK(known_pair_json(report).find("\"input\": null") != std::string::npos);
    const auto floats = folder.path() / "floats.wav";
    REQUIRE(write_float32(floats, {SampleRate{48000}, {std::vector<float>(1000, 0.25F)}}));
    CHECK(codes_of(check_known_pair(path, floats)) == "wrong_encoding unknown_input ");
  }
}
