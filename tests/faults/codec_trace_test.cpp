// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/codec_trace.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <string>

#include "analysis/lapped_transform.hpp"
#include "tests/faults/made_take.hpp"

namespace ampsweep::faults {
namespace {

using analysis::Answer;
using analysis::CodecFamily;

analysis::CodecFigures traced(std::span<const float> x, double step = 0.0) {
  analysis::CodecTrace trace;
  for (std::size_t at = 0; at < x.size(); at += 4000) {
    trace.add(x.subspan(at, std::min<std::size_t>(4000, x.size() - at)));
  }
  return trace.judge(step);
}

MadeTake take(std::uint64_t seed) {
  MadeTake made;
  made.seed = seed;
  made.seconds = 2.0;
  made.knobs = {0.6, 0.5, 0.6, 0.5};
  return made;
}

/// As AAC does it: 1,024 lines a frame, |X|^0.75 rounded, a step per frame; no bit stream.
std::vector<double> like_aac(std::span<const double> sound, analysis::LappedWindow window,
                             double share) {
  constexpr std::size_t kLines = 1024;
  const std::vector<float> x(sound.begin(), sound.end());
  const auto w = analysis::lapped_window(window, kLines);
  analysis::LappedTransform transform{window, kLines};
  std::vector<double> out(x.size(), 0.0);
  for (std::size_t at = 333; at + 2 * kLines <= x.size(); at += kLines) {
    const auto lines = transform.transform(std::span{x}.subspan(at, 2 * kLines));
    double power = 0.0;
    for (const double one : lines) power += one * one;
    const double step = share * std::sqrt(power / static_cast<double>(kLines)) + 1e-9;
    std::vector<double> rounded;
    for (const double one : lines) {
      const double code = std::floor(std::pow(std::abs(one) / step, 0.75) + 0.4054);
      rounded.push_back(std::copysign(step * std::pow(code, 4.0 / 3.0), one));
    }
    for (std::size_t n = 0; n < 2 * kLines; ++n) {  // the transposed transform, by its sum
      double sum = 0.0;
      for (std::size_t k = 0; k < kLines; ++k) {
        if (rounded[k] == 0.0) continue;
        sum += rounded[k] *
               std::cos(std::numbers::pi / kLines * (static_cast<double>(n) + 0.5 + 0.5 * kLines) *
                        (static_cast<double>(k) + 0.5));
      }
      out[at + n] += w[n] * sum * 2.0 / kLines;
    }
  }
  return out;
}

TEST_SUITE("unit") {
  TEST_CASE("codec trace: a decoded file that was cut keeps its grid") {
    const auto mp3 = coded(heard(take(4)), kRate, "mp3", 0.5);
    CHECK(traced(std::span{mp3}.subspan(1234)).coded == Answer::Yes);
  }

  TEST_CASE("codec trace: where the file's own rounding covers the highs nothing can be told") {
    auto made = take(6);
    made.noise_dbfs_rms = -95.0;
    auto sound = heard(made);
    double once = 0.0;
    double twice = 0.0;
    for (double& x : sound) {  // 12 dB an octave above 1.6 kHz
      once += 0.2 * (x - once);
      x = twice += 0.2 * (once - twice);
    }
    CHECK(traced(stored(sound, 16), std::exp2(-15)).coded == Answer::CannotTell);
    CHECK(traced(stored(sound, 24), std::exp2(-23)).coded == Answer::No);
  }

  TEST_CASE("codec trace: silence and a short sound tell nothing") {
    CHECK(traced(std::vector<float>(96000, 0.0F)).coded == Answer::CannotTell);
    CHECK(traced(std::vector<float>(8000, 0.3F)).coded == Answer::CannotTell);
  }
}

TEST_SUITE("slow") {
  TEST_CASE("codec trace: clean takes have no grid, at 16 and 24 bits") {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      CHECK(traced(stored(heard(take(seed)), 24)).coded == Answer::No);
      CHECK(traced(stored(heard(take(seed)), 16)).coded == Answer::No);
    }
  }

  TEST_CASE("codec trace: MP3 and Vorbis of libsndfile's encoders are told, decoded to 16 bits") {
    const auto sound = heard(take(3));
    for (const double quality : {0.3, 0.9}) {
      CAPTURE(quality);
      const auto mp3 = traced(stored(in_double(coded(sound, kRate, "mp3", quality)), 16));
      CHECK(mp3.coded == Answer::Yes);
      CHECK(mp3.family == CodecFamily::Mp3);
    }
    const auto vorbis = traced(stored(in_double(coded(sound, kRate, "vorbis", 0.5)), 16));
    CHECK(vorbis.coded == Answer::Yes);
    CHECK(vorbis.family == CodecFamily::Vorbis);
  }

  TEST_CASE("codec trace: rounded as AAC rounds, with both of its windows") {
    auto made = take(5);
    made.seconds = 1.5;
    const auto sound = heard(made);
    for (const auto window : {analysis::LappedWindow::Sine, analysis::LappedWindow::Kaiser}) {
      const auto figures = traced(stored(like_aac(sound, window, 0.003), 24));
      CHECK(figures.coded == Answer::Yes);
      CHECK(figures.family == CodecFamily::Aac);
    }
  }
}

}  // namespace
}  // namespace ampsweep::faults
