// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/noise_change.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/analysis/support/closed_form.hpp"
#include "tests/analysis/support/idle_sound.hpp"

using namespace ampsweep;
using analysis::compare_noise;
using analysis::HumChange;

namespace {

analysis::NoiseFigures idle_of(double dbfs_rms, const std::vector<double>& hum, std::uint64_t seed,
                               int rate = 48000, double line_hz = 50.03) {
  auto x = closed_form::white_noise(dbfs_rms, static_cast<std::size_t>(4 * rate), seed);
  closed_form::add_lines(x, rate, closed_form::comb(line_hz, hum));
  return analysis::measure_noise(closed_form::to_float(x), SampleRate{rate}).value();
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("noise change: the same noise twice is the same, 24 pairs") {
    int different = 0;
    int bands = 0;
    auto before = idle_of(-80.0, {-75, -70}, 1, 8000);
    for (std::uint64_t seed = 2; seed <= 25; ++seed) {
      auto after = idle_of(-80.0, {-75, -70}, seed, 8000);
      const auto change = compare_noise(before, after).value();
      different += change.unweighted.significant || change.a.significant ||
                   change.hiss.significant || change.hum != HumChange::Same;
      for (const auto& band : change.third_octaves) bands += band.level.significant;
      before = std::move(after);
    }
    CHECK(different == 0);
    CHECK(bands <= 2);  // About 500 bands; the lowest hold so few averages that they are skewed.
  }

  TEST_CASE("noise change: 0.3 dB more hiss is found and sized, and hum keeps out of it") {
    const auto change =
        compare_noise(idle_of(-80.0, {-95, -90}, 1), idle_of(-79.7, {-95, -90}, 2)).value();
    CHECK(change.significant);
    CHECK(change.hiss.significant);
    CHECK(std::abs(change.hiss.change.value() - 0.3) < 4.0 * change.hiss.sigma.value());
    CHECK(change.hum == HumChange::Same);
  }

  TEST_CASE("noise change: hum grows, shrinks, comes, goes, changes its mains") {
    const auto quiet = idle_of(-90.0, {}, 1);
    const auto soft = idle_of(-90.0, {-80, -75}, 2);
    const auto loud = idle_of(-90.0, {-80, -70}, 3);
    const auto other = idle_of(-90.0, {-80, -75}, 4, 48000, 60.0);
    CHECK(compare_noise(quiet, quiet)->hum == HumChange::None);
    CHECK(compare_noise(soft, loud)->hum == HumChange::Louder);
    CHECK(compare_noise(loud, soft)->hum == HumChange::Quieter);
    CHECK(compare_noise(quiet, soft)->hum == HumChange::Appeared);
    CHECK(compare_noise(soft, quiet)->hum == HumChange::Gone);
    CHECK(compare_noise(soft, other)->hum == HumChange::OtherMains);
    const double truth = 10.0 * std::log10((1e-8 + 1e-7) / (1e-8 + std::pow(10.0, -7.5)));
    CHECK(std::abs(compare_noise(soft, loud)->hum_level.change.value() - truth) < 0.1);
    CHECK_FALSE(compare_noise(soft, loud)->hiss.significant);
    CHECK_FALSE(compare_noise(quiet, quiet)->significant);
  }

  TEST_CASE("noise change: refuses idles of different rates") {
    const auto change = compare_noise(idle_of(-80.0, {}, 1), idle_of(-80.0, {}, 1, 44100));
    CHECK(change.error().reason == analysis::Refusal::Reason::BadParameter);
  }
}
