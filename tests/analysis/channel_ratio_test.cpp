// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/channel_ratio.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <limits>
#include <vector>

#include "tests/analysis/support/circuit_bench.hpp"
#include "tests/analysis/support/closed_form.hpp"

using namespace ampsweep;
using namespace ampsweep::circuit_bench;
using analysis::channel_ratio;
using analysis::octave_grid;
using analysis::Refusal;

namespace {

const Circuit kPlain = [](double) { return std::complex<double>{1.0}; };
/// Between 10 ohm and the Lil' Buddy.
const Circuit kDivider = [](double hz) {
  const auto z = loudspeaker(kLilBuddy)(hz);
  return z / (z + 10.0);
};

struct Pair {
  std::vector<float> source;
  std::vector<float> divided;
  analysis::ChannelPair view() const { return {source, divided}; }
};

Pair divider_of(const std::vector<double>& sound, double noise_rms, std::uint64_t seed, Ends ends) {
  Input input;
  input.noise_rms = noise_rms;
  return {recorded(sound, kPlain, input, 2 * seed, ends),
          recorded(sound, kDivider, input, 2 * seed + 1, ends)};
}

const std::vector<Hertz> kGrid = octave_grid(Hertz{20.0}, Hertz{20000.0}, 12);

double worst_error(const Pair& pair) {
  const auto points = channel_ratio(pair.view(), kBenchRate, kGrid);
  REQUIRE(points);
  double worst = 0.0;
  for (const auto& point : *points) {
    worst = std::max(worst, std::abs(point.ratio / kDivider(point.frequency.value()) - 1.0));
  }
  return worst;
}

/// Errors along the true ratio over their sigma.
struct Scores {
  int beyond_three{0};
  int count{0};
  double sum_of_squares{0.0};
};

void score(const Pair& pair, Scores& scores) {
  const auto points = channel_ratio(pair.view(), kBenchRate, kGrid);
  REQUIRE(points);
  for (const auto& point : *points) {
    const auto truth = kDivider(point.frequency.value());
    const double error = std::real((point.ratio / truth - 1.0)) * std::abs(truth) / point.sigma;
    ++scores.count;
    scores.beyond_three += std::abs(error) > 3.0 ? 1 : 0;
    scores.sum_of_squares += std::min(error * error, 100.0);
  }
}

Refusal::Reason reason(const analysis::ChannelPair& pair, const std::vector<Hertz>& grid = kGrid) {
  const auto points = channel_ratio(pair, kBenchRate, grid);
  REQUIRE_FALSE(points);
  CHECK_FALSE(points.error().detail.empty());
  return points.error().reason;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("channel ratio: a sweep without noise gives the divider within 1e-5") {
    const double worst = worst_error(divider_of(sweep_sound(6.0, 0.5), 0.0, 1, Ends::Silent));
    CAPTURE(worst);
    CHECK(worst < 1e-5);
  }

  TEST_CASE("channel ratio: noise that goes on past both ends costs no more than 3e-5") {
    const double worst = worst_error(divider_of(noise_sound(7.0, 0.1, 5), 0.0, 1, Ends::Cut));
    CAPTURE(worst);
    CHECK(worst < 3e-5);
  }

  TEST_CASE("channel ratio: sigma is what the noise does, at 20, 40 and 60 dB") {
    const auto sweep = sweep_sound(4.0, 0.5);
    const auto noise = noise_sound(5.0, 0.1, 6);
    for (const double below_db : {20.0, 40.0, 60.0}) {
      Scores scores;
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const double rms = 0.1 * std::pow(10.0, -below_db / 20.0);
        score(divider_of(sweep, rms, seed, Ends::Silent), scores);
        score(divider_of(noise, rms, 100 + seed, Ends::Cut), scores);
      }
      const double spread = std::sqrt(scores.sum_of_squares / scores.count);
      CAPTURE(below_db);
      CAPTURE(spread);
      CAPTURE(scores.beyond_three);
      CHECK(scores.beyond_three < 0.03 * scores.count);
      CHECK(spread > 0.3);
    }
  }

  TEST_CASE("channel ratio: plucked strings measure where they sound, and doubt the rest") {
    const auto tune = closed_form::plucks(kBenchRate, 24000.0, 192000.0, 3);
    std::vector<double> sound(240000);
    for (std::size_t n = 0; n < sound.size(); ++n) sound[n] = 0.2 * tune(static_cast<double>(n));
    const auto pair = divider_of(sound, 3e-5, 4, Ends::Silent);
    const auto points = channel_ratio(pair.view(), kBenchRate, kGrid);
    REQUIRE(points);
    int close = 0;
    for (const auto& point : *points) {
      const double error = std::abs(point.ratio - kDivider(point.frequency.value()));
      CHECK_FALSE(error > 4.5 * point.sigma);
      close += point.sigma < 0.01 * std::abs(point.ratio) ? 1 : 0;
    }
    CAPTURE(close);
    CHECK(close > 60);
  }

  TEST_CASE("channel ratio: where the sound has nothing, the doubt says so") {
    const auto tone = recorded(sweep_sound(3.0, 0.5), kPlain, {}, 3);
    std::vector<float> other(tone.size());
    for (std::size_t n = 0; n < other.size(); ++n) {
      other[n] = 0.01F * static_cast<float>(std::sin(0.1 * static_cast<double>(n * n % 6007)));
    }
    const auto points =
        channel_ratio({tone, other}, kBenchRate, std::vector<Hertz>{Hertz{100.0}, Hertz{5000.0}});
    REQUIRE(points);
    for (const auto& point : *points) {
      CHECK_FALSE(point.sigma < 0.1 * std::abs(point.ratio));
    }
  }

  TEST_CASE("channel ratio: refuses what it cannot measure, and says which channel") {
    const auto good = recorded(sweep_sound(2.0, 0.5), kPlain, {}, 3);
    auto bad = good;
    bad[777] = std::numeric_limits<float>::quiet_NaN();
    CHECK(reason({good, bad}) == Refusal::Reason::NotFinite);
    bad = good;
    for (std::size_t n = 5000; n < 5004; ++n) bad[n] = 1.0F;
    CHECK(reason({bad, good}) == Refusal::Reason::Clipped);
    const std::vector<float> silent(good.size(), 0.25F);
    CHECK(reason({silent, good}) == Refusal::Reason::Silent);
    CHECK(reason({std::span(good).first(40000), std::span(good).first(40000)}) ==
          Refusal::Reason::TooShort);
    CHECK(reason({good, std::span(good).first(80000)}) == Refusal::Reason::BadParameter);
    CHECK(reason({good, good}, {Hertz{23000.0}}) == Refusal::Reason::BadParameter);
    CHECK(reason({good, good}, {Hertz{0.0}}) == Refusal::Reason::BadParameter);
    CHECK(reason({good, good}, {}) == Refusal::Reason::BadParameter);
    const auto points = channel_ratio({silent, good}, kBenchRate, kGrid);
    CHECK(points.error().detail.find("source") != std::string::npos);
  }

  TEST_CASE("octave grid: holds 1 kHz and both ends of a range on it") {
    const auto grid = octave_grid(Hertz{250.0}, Hertz{4000.0}, 3);
    REQUIRE(grid.size() == 13);
    CHECK(grid.front().value() == doctest::Approx(250.0));
    CHECK(grid[6].value() == doctest::Approx(1000.0));
    CHECK(grid.back().value() == doctest::Approx(4000.0));
    CHECK(octave_grid(Hertz{0.0}, Hertz{10.0}, 3).empty());
  }
}
