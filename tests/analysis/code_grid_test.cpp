// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/code_grid.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "signals/random.hpp"

namespace ampsweep::analysis {
namespace {

/// A decaying tone in noise.
std::vector<double> decay(double noise, std::size_t length = 48000) {
  signals::Random random{5};
  std::vector<double> x;
  for (std::size_t n = 0; n < length; ++n) {
    const auto t = static_cast<double>(n);
    x.push_back(0.3 * std::exp(-t / 4000.0) * std::sin(2.0 * std::numbers::pi * 110.0 / 48000 * t) +
                noise * random.normal());
  }
  return x;
}

std::vector<float> rounded(const std::vector<double>& x, double step, double dither = 0.0) {
  signals::Random random{6};
  std::vector<float> out;
  for (const double one : x) {
    const double add = dither * (random.uniform() - random.uniform());
    out.push_back(static_cast<float>(step * std::round(one / step + add)));
  }
  return out;
}

CodeGridFigures judged(const std::vector<float>& x, int stored_bits) {
  CodeGrid grid;
  const std::span<const float> all{x};
  for (std::size_t at = 0; at < x.size(); at += 1000) {
    grid.add(all.subspan(at, std::min<std::size_t>(1000, x.size() - at)));
  }
  return grid.judge(stored_bits);
}

TEST_SUITE("unit") {
  TEST_CASE("code grid: low bits that are always zero are counted exactly") {
    const auto sound = decay(1e-3);
    for (int bits = 8; bits <= 24; ++bits) {
      CAPTURE(bits);
      const auto figures = judged(rounded(sound, std::exp2(1 - bits)), 24);
      CHECK(figures.bits == doctest::Approx(bits).epsilon(1e-12));
      CHECK(figures.padded == (bits < 24));
      CHECK(figures.shallow == (bits <= 20 ? Answer::Yes : Answer::No));
    }
  }

  TEST_CASE("code grid: a file of 16 bits promises no more") {
    const auto sound = rounded(decay(1e-3), std::exp2(-15));
    CHECK(judged(sound, 16).shallow == Answer::No);
    CHECK(judged(rounded(decay(1e-3), std::exp2(-13)), 16).shallow == Answer::Yes);
  }

  TEST_CASE("code grid: a grid that was scaled afterwards, in float and rounded to 24 bits") {
    for (const double bits : {10.0, 14.0, 16.0, 18.0}) {
      for (const double gain : {0.37, 0.93, 1.4142}) {
        CAPTURE(bits);
        CAPTURE(gain);
        auto sound = rounded(decay(1e-3), std::exp2(1.0 - bits));
        for (float& x : sound) x = static_cast<float>(static_cast<double>(x) * gain);
        const double real = bits - std::log2(gain);
        const auto in_float = judged(sound, 32);
        CHECK(std::abs(in_float.bits - real) < 0.01);
        CHECK_FALSE(in_float.padded);
        CHECK(in_float.shallow == Answer::Yes);
        const std::vector<double> wide(sound.begin(), sound.end());
        const auto in_24 = judged(rounded(wide, std::exp2(-23), 1.0), 24);
        CHECK(std::abs(in_24.bits - real) < 0.01);
        CHECK(in_24.shallow == Answer::Yes);
      }
    }
  }

  TEST_CASE("code grid: float without a grid has none, nor has dithered 24 bit") {
    const auto sound = decay(1e-4);
    const std::vector<float> plain(sound.begin(), sound.end());
    CHECK(judged(plain, 32).step == 0.0);
    CHECK(judged(plain, 32).shallow == Answer::No);
    CHECK(judged(rounded(sound, std::exp2(-23), 1.0), 24).shallow == Answer::No);
  }

  TEST_CASE("code grid: a short fade of full depth does not hide 16 bits; a longer one shows") {
    auto sound = rounded(decay(1e-3), std::exp2(-15));
    for (std::size_t n = 0; n < 150; ++n) sound[n] *= static_cast<float>(n) / 150.0F;
    const auto figures = judged(sound, 24);
    CHECK(figures.bits == doctest::Approx(16.0));
    CHECK(figures.strays > 0.0);
    for (std::size_t n = 0; n < 2000; ++n) sound[n] *= static_cast<float>(n) / 2000.0F;
    CHECK(judged(sound, 24).bits > 20.0);
  }

  TEST_CASE(
      "code grid: a decay rounded without dither stands still, with dither or noise it moves") {
    const double step = std::exp2(-15);
    CHECK(judged(rounded(decay(0.0), step), 16).undithered == Answer::Yes);
    CHECK(judged(rounded(decay(0.0), step, 1.0), 16).undithered == Answer::No);
    CHECK(judged(rounded(decay(step), step), 16).undithered == Answer::No);
  }

  TEST_CASE("code grid: sound that is never quiet, too short or too plain tells nothing") {
    std::vector<double> loud;
    for (int n = 0; n < 48000; ++n) loud.push_back(0.3 * std::sin(0.01 * n));
    CHECK(judged(rounded(loud, std::exp2(-15)), 16).undithered == Answer::CannotTell);
    CHECK(judged(rounded(decay(1e-3, 500), std::exp2(-15)), 24).shallow == Answer::CannotTell);
    const std::vector<float> silence(48000, 0.0F);
    CHECK(judged(silence, 24).shallow == Answer::CannotTell);
    std::vector<float> square;
    for (int n = 0; n < 48000; ++n) square.push_back(n % 100 < 50 ? 0.5F : -0.5F);
    CHECK(judged(square, 24).shallow == Answer::CannotTell);
  }
}

}  // namespace
}  // namespace ampsweep::analysis
