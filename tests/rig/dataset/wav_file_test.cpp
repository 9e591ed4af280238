// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/dataset/wav_file.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <chrono>
#include <cstdint>
#include <limits>
#include <thread>

#include "tests/rig/dataset/dataset_support.hpp"
#include "tests/rig/dataset/failing_ops.hpp"

namespace {

using namespace ampsweep;
using namespace ampsweep::rig;
using test::TempDir;

Recording noise(std::size_t channels, std::size_t frames) {
  signals::Random random{3};
  Recording recording{SampleRate{48000}, std::vector<std::vector<float>>(channels)};
  for (auto& channel : recording.channels) {
    for (std::size_t n = 0; n < frames; ++n) {
      channel.push_back(static_cast<float>(random.uniform(-2.0, 2.0)));
    }
  }
  return recording;
}

/// NaN equals NaN and 0 differs from -0.
bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](float x, float y) {
    return std::bit_cast<std::uint32_t>(x) == std::bit_cast<std::uint32_t>(y);
  });
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("wav: float32 recordings come back bit exact, NaN, infinity and -0 included") {
    for (const std::size_t frames :
         {std::size_t{0}, std::size_t{1}, std::size_t{16384}, std::size_t{40001}}) {
      const TempDir dir;
      Recording recording = noise(3, frames);
      if (frames > 2) {
        recording.channels[1][0] = std::numeric_limits<float>::quiet_NaN();
        recording.channels[1][1] = -std::numeric_limits<float>::infinity();
        recording.channels[1][2] = -0.0F;
      }
      REQUIRE(write_float32(dir / "r.wav", recording));
      const auto back = read_wav(dir / "r.wav");
      CAPTURE(frames);
      REQUIRE(back);
      CHECK(back->info.description() ==
            "wav float32, 48000 Hz, 3 channels, " + std::to_string(frames) + " frames");
      CHECK(back->info.format_tag == 3);
      for (std::size_t c = 0; c < 3; ++c)
        CHECK(same_bits(back->channels[c], recording.channels[c]));
    }
  }

  TEST_CASE("wav: the same recording gives the same bytes at another time") {
    const TempDir dir;
    const auto first = write_float32(dir / "a.wav", noise(2, 1000));
    std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // libsndfile stamps seconds.
    const auto second = write_float32(dir / "b.wav", noise(2, 1000));
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->sha256 == second->sha256);
  }

  TEST_CASE("wav: all codes of 24-bit PCM survive, the file is plain tag 1 mono") {
    const TempDir dir;
    std::vector<double> samples;
    for (std::int64_t code = -8388608; code <= 8388607; code += 97) {
      samples.push_back(static_cast<double>(code) / 8388608.0);
    }
    samples.push_back(8388607.0 / 8388608.0);
    REQUIRE(write_pcm24(dir / "t.wav", samples, SampleRate{44100}));
    const auto back = read_wav(dir / "t.wav");
    REQUIRE(back);
    CHECK(back->info.format_tag == 1);
    CHECK(back->info.encoding == "pcm24");
    CHECK(back->info.channels == 1);
    CHECK(back->rate() == SampleRate{44100});
    REQUIRE(back->channels[0].size() == samples.size());
    std::size_t wrong = 0;
    for (std::size_t n = 0; n < samples.size(); ++n) {
      wrong += static_cast<double>(back->channels[0][n]) == samples[n] ? 0U : 1U;
    }
    CHECK(wrong == 0);
    CHECK(test::fs::file_size(dir / "t.wav") == 44 + 3 * samples.size() + samples.size() % 2);
  }

  TEST_CASE("wav: 24-bit PCM rounds to nearest within half a step and keeps exact zeros") {
    const TempDir dir;
    signals::Random random{5};
    std::vector<double> samples(5000);
    for (std::size_t n = 1000; n < samples.size(); ++n) samples[n] = random.uniform(-0.99, 0.99);
    REQUIRE(write_pcm24(dir / "t.wav", samples, SampleRate{48000}));
    const auto back = read_wav(dir / "t.wav");
    REQUIRE(back);
    double worst = 0.0;
    for (std::size_t n = 0; n < samples.size(); ++n) {
      const double error = static_cast<double>(back->channels[0][n]) - samples[n];
      worst = std::max(worst, std::fabs(error) * 8388608.0);
      if (n < 1000) REQUIRE(back->channels[0][n] == 0.0F);
    }
    CHECK(worst <= 0.5);
    CHECK(worst > 0.49);
  }

  TEST_CASE("wav: all codes of 16-bit PCM survive; half steps beyond either end are refused") {
    const TempDir folder;
    std::vector<double> samples;
    for (int code = -32768; code <= 32767; ++code) samples.push_back(code / 32768.0);
    REQUIRE(write_pcm16(folder.path() / "t.wav", samples, SampleRate{44100}));
    const auto back = read_wav(folder.path() / "t.wav");
    REQUIRE(back);
    CHECK(back->info.encoding == "pcm16");
    CHECK(back->info.format_tag == 1);
    CHECK(std::equal(samples.begin(), samples.end(), back->channels[0].begin(),
                     back->channels[0].end(),
                     [](double a, float b) { return a == static_cast<double>(b); }));
    for (const double beyond : {32767.6 / 32768.0, -32768.6 / 32768.0}) {
      const auto refused =
          write_pcm16(folder.path() / "u.wav", std::vector<double>{beyond}, SampleRate{44100});
      REQUIRE_FALSE(refused);
      CHECK(refused.error().code == FaultCode::Clipped);
    }
  }

  TEST_CASE("wav: nothing is clipped to fit: 3 samples beyond full scale are counted and refused") {
    const TempDir dir;
    const double highest = 8388607.0 / 8388608.0;
    const std::vector<double> samples{0.0, 1.0, -1.0, highest, -1.0001, 5.0, 0.5};
    const PcmFit fit = pcm24_fit(samples);
    CHECK(fit.over_full_scale == 3);
    CHECK(fit.at_full_scale == 2);
    CHECK_FALSE(fit.fits());
    const auto written = write_pcm24(dir / "t.wav", samples, SampleRate{48000});
    REQUIRE_FALSE(written);
    CHECK(written.error().code == FaultCode::Clipped);
    CHECK(written.error().detail.find("3 samples") != std::string::npos);
    CHECK(test::snapshot(dir.path()).empty());

    const std::vector<double> bad{0.0, std::nan(""), std::numeric_limits<double>::infinity()};
    CHECK(pcm24_fit(bad).not_finite == 2);
    CHECK_FALSE(write_pcm24(dir / "t.wav", bad, SampleRate{48000}));
  }

  TEST_CASE("wav: every system call failing in turn is reported, no file is left") {
    int k = 1;
    for (;; ++k) {
      const TempDir dir;
      test::FailingOps ops(k);
      const auto written = write_float32(dir / "r.wav", noise(2, 40000), ops);
      if (!ops.failed()) {
        CHECK(written);
        break;
      }
      CAPTURE(k);
      REQUIRE_FALSE(written);
      CHECK(written.error().code == FaultCode::DiskFull);
      CHECK(test::snapshot(dir.path()).empty());
    }
    CHECK(k > 7);  // create, header, 3 blocks, header again, sync, rename, sync
  }

  TEST_CASE(
      "wav: a file cut anywhere, or whose header promises more, is truncated, never shorter") {
    const TempDir dir;
    REQUIRE(write_pcm24(dir / "t.wav", std::vector<double>(500, 0.25), SampleRate{48000}));
    const std::string whole = test::read_text(dir / "t.wav");
    for (std::size_t bytes = 0; bytes < whole.size(); bytes += bytes < 60 ? 1 : 37) {
      test::write_text(dir / "cut.wav", whole.substr(0, bytes));
      const auto back = read_wav(dir / "cut.wav");
      CAPTURE(bytes);
      REQUIRE_FALSE(back);
      CHECK((back.error().code == FaultCode::FileTruncated ||
             back.error().code == FaultCode::FormatMismatch));
      if (bytes >= 44) CHECK(back.error().code == FaultCode::FileTruncated);
    }
    std::string longer = whole;
    longer[40] = static_cast<char>(longer[40] + 3);
    test::write_text(dir / "longer.wav", longer);
    CHECK(read_wav(dir / "longer.wav").error().code == FaultCode::FileTruncated);
    // What a killed writer leaves: lengths never filled in. libsndfile would read it all.
    std::string unfinished = whole;
    for (const std::size_t at : {std::size_t{40}, std::size_t{41}, std::size_t{42}})
      unfinished[at] = 0;
    test::write_text(dir / "unfinished.wav", unfinished);
    CHECK(read_wav(dir / "unfinished.wav").error().code == FaultCode::FileTruncated);
  }

  TEST_CASE("wav: one flipped byte anywhere in the header never crashes the reader") {
    const TempDir dir;
    REQUIRE(write_pcm24(dir / "t.wav", std::vector<double>(50, 0.25), SampleRate{48000}));
    const std::string whole = test::read_text(dir / "t.wav");
    int refused = 0;
    for (std::size_t at = 0; at < 44; ++at) {
      for (int bit = 0; bit < 8; ++bit) {
        std::string flipped = whole;
        flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
        test::write_text(dir / "f.wav", flipped);
        if (!read_wav(dir / "f.wav")) ++refused;
      }
    }
    CHECK(refused > 100);
  }

  TEST_CASE("wav: what is no audio file is refused with a sentence, not read") {
    const TempDir dir;
    CHECK(read_wav(dir / "none.wav").error().code == FaultCode::FileMissing);
    CHECK(read_wav(dir.path()).error().code == FaultCode::FormatMismatch);
    test::write_text(dir / "text.wav", "this is a shopping list, no sound at all");
    CHECK(read_wav(dir / "text.wav").error().code == FaultCode::FormatMismatch);
    test::write_text(dir / "empty.wav", "");
    CHECK(read_wav(dir / "empty.wav").error().code == FaultCode::FileTruncated);
    CHECK(test::refusal([&] { return require_wav(dir / "none.wav"); }).find("try:") !=
          std::string::npos);
  }
}
