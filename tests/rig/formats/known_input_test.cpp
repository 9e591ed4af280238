// SPDX-License-Identifier: GPL-3.0-or-later
// NAM's inputs are not shipped, so layouts are tried on made-up sounds: latency in closed form, the
// replicate check from known noise.
#include "rig/formats/known_input.hpp"

#include <doctest/doctest.h>

#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "rig/dataset/wav_file.hpp"
#include "rig/formats/exported.hpp"
#include "rig/formats/known_pair_check.hpp"
#include "rig/model/md5.hpp"
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

/// A file of it, for as long as it is looked at.
CheckedSound heard(std::vector<float> samples, int rate = 48000) {
  const test::TempDir folder;
  const auto path = folder.path() / "a.wav";
  REQUIRE(write_float32(path, {SampleRate{rate}, {std::move(samples)}}, test::unsynced_ops()));
  return CheckedSound::required(path);
}

KnownPairReport judged(std::vector<float> y, int rate = 48000) {
  static CheckedSound x = heard(std::vector<float>(60'000, 0.0F));
  CheckedSound answer = heard(std::move(y), rate);
  KnownPairReport report;
  report.check.format = Format::Nam;
  check_against(report, small_layout(), x, answer);
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
    CHECK(codes_of(judged(y)) == "noisy_latency ");
  }

  TEST_CASE("a recording of version 3: accepted, and every refusal of the trainer") {
    CHECK(codes_of(judged(recording(40))) == "");
    CHECK(*judged(recording(40)).replicate_esr == 0.0);
    // Second pass 1 / 0.9: ESR = (1 - 1/0.9)^2 / (1/0.9)^2 = 0.01, on the limit; 0.89 is beyond it.
    CHECK(*judged(recording(40, 1.0F / 0.9F)).replicate_esr == doctest::Approx(0.01).epsilon(1e-4));
    CHECK(codes_of(judged(recording(40, 1.0F / 0.89F))) == "replicate_differs ");
    std::vector<float> y = recording(40);
    y.pop_back();
    CHECK(codes_of(judged(y)) == "unequal_length ");
    y.resize(60'000 + 48'000);
    CHECK(codes_of(judged(y)) == "");
    y.push_back(0.0F);
    CHECK(codes_of(judged(y)) == "unequal_length ");
    CHECK(codes_of(judged(recording(40), 44100)) == "wrong_rate ");
    std::vector<float> loud = recording(40);
    loud[30'000] = -1.0F;
    CHECK(codes_of(judged(loud)) == "clipped ");
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
    auto sound = CheckedSound::required(path);
    CHECK_FALSE(recognise(path, sound));
    const KnownPairReport report = check_known_pair(path, path);
    CHECK(codes_of(report) == "unknown_input ");
    CHECK(known_pair_json(report).find("\"input\": null") != std::string::npos);
    const auto floats = folder.path() / "floats.wav";
    REQUIRE(write_float32(floats, {SampleRate{48000}, {std::vector<float>(1000, 0.25F)}}));
    CHECK(codes_of(check_known_pair(path, floats)) == "wrong_encoding unknown_input ");
  }

  TEST_CASE("known inputs: by head and tail where the middle was changed, and at its rate only") {
    const test::TempDir folder;
    const auto path = folder.path() / "a.wav";
    constexpr std::int64_t kHead = 20'000;  // Longer than what is read at once.
    constexpr std::int64_t kTail = 18'000;
    std::vector<double> x(60'000);
    for (std::size_t n = 0; n < x.size(); ++n) x[n] = static_cast<double>(n) / 65'536.0;
    const auto md5 = [&](std::int64_t from, std::int64_t count) {
      return md5_hex(std::as_bytes(
          std::span{x}.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(count))));
    };
    const std::string head = md5(0, kHead);
    const std::string tail = md5(60'000 - kTail, kTail);
    KnownInput input = small_layout();
    input.md5 = "of the whole file";
    input.start_md5 = head.c_str();
    input.end_md5 = tail.c_str();
    input.start_samples = kHead;
    input.end_samples = kTail;
    const std::vector<KnownInput> inputs{input};
    const auto found = [&](std::size_t changed, int rate = 48000) {
      std::vector<double> samples = x;
      samples[changed] += 1.0 / 65'536.0;
      REQUIRE(write_pcm24(path, samples, SampleRate{rate}, test::unsynced_ops(),
                          FileOps::IfExists::Replace));
      auto sound = CheckedSound::required(path);
      return recognise(path, sound, inputs);
    };
    REQUIRE(found(30'000));
    CHECK_FALSE(found(30'000)->strong);
    CHECK_FALSE(found(30'000, 44100));
    CHECK_FALSE(found(kHead - 1));
    CHECK(found(kHead));
    CHECK_FALSE(found(60'000 - kTail));
  }
}
