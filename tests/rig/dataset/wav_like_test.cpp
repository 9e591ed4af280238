// SPDX-License-Identifier: GPL-3.0-or-later
#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "rig/dataset/wav_file.hpp"
#include "tests/rig/dataset/dataset_support.hpp"
#include "tests/rig/dataset/failing_ops.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

constexpr std::int64_t kFrames = 40001;  // two blocks and a bit

/// A sample that every encoding has: a whole number of 8-bit codes.
double coarse(int channel, std::int64_t n) {
  return static_cast<double>((n * 37 + channel * 11) % 255 - 127) / 128.0;
}

void give_coarse(int channel, std::int64_t first, std::span<double> into) {
  for (std::size_t i = 0; i < into.size(); ++i) {
    into[i] = coarse(channel, first + static_cast<std::int64_t>(i));
  }
}

WavInfo info_of(const std::string& container, const std::string& encoding, int channels) {
  return {SampleRate{44100}, channels, SampleCount{kFrames}, container, encoding, 0};
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("wav like: every container and encoding comes back as it was given") {
    const std::vector<std::pair<std::string, std::string>> kinds{
        {"wav", "pcm8"},    {"wav", "pcm16"},   {"wav", "pcm24"},  {"wav", "pcm32"},
        {"wav", "float32"}, {"wav", "float64"}, {"rf64", "pcm24"}, {"w64", "float32"},
        {"flac", "pcm16"},  {"flac", "pcm24"},  {"aiff", "pcm24"}, {"aiff", "pcm8"}};
    for (const auto& [container, encoding] : kinds) {
      const TempDir dir;
      CAPTURE(container);
      CAPTURE(encoding);
      const auto written =
          write_sound_like(info_of(container, encoding, 2), dir / "s", give_coarse);
      REQUIRE(written);
      const auto back = read_wav(dir / "s");
      REQUIRE(back);
      CHECK(back->info.container == container);
      CHECK(back->info.encoding == encoding);
      REQUIRE(back->channels.size() == 2);
      REQUIRE(back->length() == SampleCount{kFrames});
      std::size_t wrong = 0;
      for (int c = 0; c < 2; ++c) {
        const auto& channel = back->channels[static_cast<std::size_t>(c)];
        for (std::int64_t n = 0; n < kFrames; ++n) {
          const double is = static_cast<double>(channel[static_cast<std::size_t>(n)]);
          wrong += is == coarse(c, n) ? 0U : 1U;
        }
      }
      CHECK(wrong == 0);
    }
  }

  TEST_CASE("wav like: nothing is clipped to fit, in integers; floats go beyond full scale") {
    const auto loud = [](int, std::int64_t first, std::span<double> into) {
      for (double& sample : into) sample = 0.5;
      if (first == 0) into[7] = 1.2;
    };
    for (const char* encoding : {"pcm16", "pcm24", "pcm32"}) {
      const TempDir dir;
      const auto written = write_sound_like(info_of("wav", encoding, 1), dir / "s.wav", loud);
      REQUIRE_FALSE(written);
      CHECK(written.error().code == FaultCode::Clipped);
      CHECK(written.error().detail.find("1 samples") != std::string::npos);
      CHECK_FALSE(test::fs::exists(dir / "s.wav"));
    }
    const TempDir dir;
    CHECK(write_sound_like(info_of("wav", "float32", 1), dir / "s.wav", loud));
  }

  TEST_CASE("wav like: the highest code of 32 bits, rounded up by reading, is written again") {
    const TempDir dir;
    const auto highest = [](int, std::int64_t, std::span<double> into) {
      for (double& sample : into) sample = 1.0;
    };
    REQUIRE(write_sound_like(info_of("wav", "pcm32", 1), dir / "s.wav", highest));
    CHECK(require_wav(dir / "s.wav").channels[0][3] == 1.0F);
  }

  TEST_CASE("wav like: what cannot be written is refused by name; 4 GiB need another container") {
    const TempDir dir;
    CHECK_FALSE(write_sound_like(info_of("ogg", "pcm16", 1), dir / "s", give_coarse));
    CHECK_FALSE(write_sound_like(info_of("flac", "float32", 1), dir / "s", give_coarse));
    WavInfo large = info_of("wav", "pcm24", 1);
    large.frames = SampleCount{1500000000};
    const auto refused = write_sound_like(large, dir / "s", give_coarse);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().detail.find("4 GiB") != std::string::npos);
    CHECK_FALSE(test::fs::exists(dir / "s"));
  }

  TEST_CASE("wav like: every system call failing in turn is told and leaves nothing behind") {
    bool ended = false;
    for (int k = 1; k < 100 && !ended; ++k) {
      const TempDir dir;
      test::FailingOps ops(k);
      const auto written =
          write_sound_like(info_of("wav", "pcm24", 1), dir / "s.wav", give_coarse, ops);
      ended = !ops.failed();
      CAPTURE(k);
      CHECK(written.has_value() == ended);
      CHECK(test::fs::exists(dir / "s.wav") == ended);
    }
    CHECK(ended);
  }
}
