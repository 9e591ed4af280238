// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/sound_check.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

float code(int value, int bits) {
  return static_cast<float>(std::ldexp(static_cast<double>(value), 1 - bits));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("sound check: peak, rms and mean of known samples; nothing gives zeros") {
    const std::vector<float> x{0.5F, -0.75F, 0.25F, 0.0F};
    CHECK(peak(x) == 0.75);
    CHECK(rms(x) == doctest::Approx(std::sqrt((0.25 + 0.5625 + 0.0625) / 4.0)));
    CHECK(mean(x) == 0.0);
    CHECK(peak({}) == 0.0);
    CHECK(rms({}) == 0.0);
    CHECK(mean({}) == 0.0);
  }

  TEST_CASE("sound check: mean and rms keep 1e-12 over ten million samples") {
    const std::vector<float> x(10'000'000, 0.1F);
    CHECK(mean(x) == doctest::Approx(static_cast<double>(0.1F)).epsilon(1e-10));
    CHECK(rms(x) == doctest::Approx(static_cast<double>(0.1F)).epsilon(1e-10));
  }

  TEST_CASE("sound check: not-a-number and infinity are seen") {
    const float inf = std::numeric_limits<float>::infinity();
    CHECK(all_finite(std::vector<float>{0.0F, 1.0F}));
    CHECK(!all_finite(std::vector<float>{0.0F, std::nanf("")}));
    CHECK(!all_finite(std::vector<float>{-inf, 0.0F}));
    CHECK(std::isnan(peak(std::vector<float>{0.5F, std::nanf(""), 0.1F})));
  }

  TEST_CASE("sound check: two samples at either extreme code of 16 and 24 bit are clipping") {
    for (const int bits : {16, 24}) {
      const int top = (1 << (bits - 1)) - 1;
      for (const float extreme : {code(top, bits), code(-top - 1, bits)}) {
        const auto runs =
            clipped_runs(std::vector<float>{0.1F, extreme, extreme, extreme, 0.2F, extreme, 0.3F});
        REQUIRE(runs.size() == 1);
        CHECK(runs[0].at == SampleCount{1});
        CHECK(runs[0].length == SampleCount{3});
        CHECK(runs[0].value == extreme);
      }
    }
  }

  TEST_CASE(
      "sound check: a run at the very end counts, a lone peak and equal samples lower down do "
      "not") {
    CHECK(clipped_runs(std::vector<float>{0.0F, 1.0F, 1.0F}).size() == 1);
    CHECK(clipped_runs(std::vector<float>{0.0F, 1.0F, 0.5F}).empty());
    CHECK(clipped_runs(std::vector<float>{0.9F, 0.9F, 0.9F}).empty());
    CHECK(clipped_runs(std::vector<float>{1.0F, -1.0F, 1.0F, -1.0F}).empty());
    CHECK(clipped_runs({}).empty());
    CHECK(clipped_runs(std::vector<float>{0.9F, 0.9F}, 0.85).size() == 1);
  }

  TEST_CASE("sound check: anything beyond full scale is clipping even alone, in one run per side") {
    const auto runs = clipped_runs(std::vector<float>{0.0F, 1.2F, 1.3F, -1.1F, 0.0F, 1.5F});
    REQUIRE(runs.size() == 3);
    CHECK(runs[0].length == SampleCount{2});
    CHECK(runs[1].at == SampleCount{3});
    CHECK(runs[2].at == SampleCount{5});
  }

  TEST_CASE("sound check: ESR of a gain error e is e^2, of an inversion 4, of silence unknown") {
    std::vector<float> a(1000);
    for (std::size_t n = 0; n < a.size(); ++n) a[n] = std::sin(0.1F * static_cast<float>(n));
    auto louder = a;
    auto inverted = a;
    for (float& sample : louder) sample *= 1.125F;
    for (float& sample : inverted) sample = -sample;
    CHECK(error_to_signal(louder, a) == doctest::Approx(0.125 * 0.125).epsilon(1e-6));
    CHECK(error_to_signal(inverted, a) == doctest::Approx(4.0));
    CHECK(error_to_signal(a, a) == 0.0);
    CHECK(std::isnan(error_to_signal(a, std::vector<float>(1000, 0.0F))));
    CHECK(std::isnan(error_to_signal({}, {})));
  }
}
