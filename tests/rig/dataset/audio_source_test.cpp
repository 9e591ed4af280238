// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/audio_source.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <numbers>

#include "rig/dataset/wav_file.hpp"
#include "tests/rig/dataset/dataset_support.hpp"
#include "tests/rig/dataset/flac_support.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

double sine(double hz, double rate, std::size_t n) {
  return std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(n) / rate);
}

Recording stereo(int rate, std::size_t frames, double left, double right) {
  Recording recording{SampleRate{rate}, std::vector<std::vector<float>>(2)};
  for (std::size_t n = 0; n < frames; ++n) {
    recording.channels[0].push_back(static_cast<float>(left * sine(997.0, rate, n)));
    recording.channels[1].push_back(static_cast<float>(right * sine(997.0, rate, n)));
  }
  return recording;
}

/// Error of a 0.5 sine against the closed form at the new rate, ends excluded, in dB.
double error_db(const std::vector<float>& samples, double rate) {
  double error = 0.0;
  double signal = 0.0;
  for (std::size_t n = 2000; n + 2000 < samples.size(); ++n) {
    const double truth = 0.5 * sine(997.0, rate, n);
    error += std::pow(static_cast<double>(samples[n]) - truth, 2);
    signal += truth * truth;
  }
  return 10.0 * std::log10(error / signal);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("audio source: the channel rule picks left, right or half the sum") {
    const TempDir dir;
    REQUIRE(write_float32(dir / "di.wav", stereo(48000, 4800, 0.5, -0.25)));
    const auto peak = [&](const char* rule) {
      const AudioSource source = load_audio(dir / "di.wav", rule, SampleRate{48000});
      CHECK(source.samples.size() == 4800);
      return source.samples[12] / static_cast<float>(sine(997.0, 48000.0, 12));
    };
    CHECK(peak("left") == doctest::Approx(0.5));
    CHECK(peak("right") == doctest::Approx(-0.25));
    CHECK(peak("mix") == doctest::Approx(0.125));
    CHECK(load_audio(dir / "di.wav", "left", SampleRate{48000}).conversion == "left of 2 channels");
  }

  TEST_CASE("audio source: at the rig's own rate samples are untouched, bit for bit") {
    const TempDir dir;
    const Recording recording = stereo(48000, 4800, 0.5, 0.1);
    REQUIRE(write_float32(dir / "di.wav", recording));
    CHECK(load_audio(dir / "di.wav", "left", SampleRate{48000}).samples == recording.channels[0]);
  }

  TEST_CASE(
      "audio source: 997 Hz from 44.1, 96 and 88.2 kHz is within -100 dB of 997 Hz at 48 kHz") {
    for (const int rate : {44100, 96000, 88200}) {
      const TempDir dir;
      const auto frames = static_cast<std::size_t>(rate);
      REQUIRE(write_float32(dir / "di.wav", stereo(rate, frames, 0.5, 0.0)));
      const AudioSource source = load_audio(dir / "di.wav", "left", SampleRate{48000});
      CAPTURE(rate);
      CHECK(std::abs(static_cast<double>(source.samples.size()) - 48000.0) <= 2.0);
      const double error = error_db(source.samples, 48000.0);
      CAPTURE(error);
      CHECK(error < -100.0);
      CHECK(source.conversion.find(std::to_string(rate) + " to 48000 Hz by") != std::string::npos);
      CHECK(source.conversion.find("best sinc") != std::string::npos);
    }
  }

  TEST_CASE("audio source: FLAC is read like WAV, a cut FLAC is refused") {
    const TempDir dir;
    test::write_flac(dir / "di.flac", 48000, 20000);
    const AudioSource source = load_audio(dir / "di.flac", "left", SampleRate{48000});
    REQUIRE(source.samples.size() == 20000);
    CHECK(source.samples[1234] == test::flac_sample(1234));
    CHECK(source.name == "di.flac");
    CHECK(source.sha256.size() == 64);

    const std::string whole = test::read_text(dir / "di.flac");
    test::write_text(dir / "cut.flac", whole.substr(0, whole.size() / 2));
    CHECK(test::refusal([&] {
            return load_audio(dir / "cut.flac", "left", SampleRate{48000});
          }).find("cut.flac") != std::string::npos);
  }

  TEST_CASE("audio source: every unusable file is refused, naming it and a way out") {
    const TempDir dir;
    Recording bad = stereo(48000, 4800, 0.5, 0.0);
    bad.channels[0][77] = std::numeric_limits<float>::quiet_NaN();
    REQUIRE(write_float32(dir / "nan.wav", bad));
    REQUIRE(write_float32(dir / "right_only.wav", stereo(48000, 4800, 0.0, 0.5)));
    REQUIRE(write_float32(dir / "empty.wav", stereo(48000, 0, 0.0, 0.0)));
    Recording three = stereo(48000, 100, 0.5, 0.5);
    three.channels.push_back(three.channels[0]);
    REQUIRE(write_float32(dir / "three.wav", three));
    const auto says = [&](const char* file, const char* rule) {
      return test::refusal([&] { return load_audio(dir / file, rule, SampleRate{48000}); });
    };
    CHECK(says("nan.wav", "left").find("sample 77") != std::string::npos);
    CHECK(says("right_only.wav", "left").find("silent") != std::string::npos);
    CHECK(says("right_only.wav", "right").empty());
    CHECK(says("empty.wav", "left").find("empty") != std::string::npos);
    CHECK(says("three.wav", "left").find("3 channels") != std::string::npos);
    CHECK(says("right_only.wav", "middle").find("\"middle\"") != std::string::npos);
    CHECK(says("none.wav", "left").find("none.wav") != std::string::npos);
    for (const char* file : {"nan.wav", "right_only.wav", "empty.wav", "three.wav", "none.wav"}) {
      CHECK(says(file, "left").find("try:") != std::string::npos);
    }
  }
}
