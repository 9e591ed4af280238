// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/matched_filter.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::find_matches;

namespace {

std::vector<double> noise(std::size_t size, std::uint64_t seed) {
  signals::Random random(seed);
  std::vector<double> x(size);
  for (double& sample : x) sample = random.normal();
  return x;
}

void add(std::vector<float>& to, const std::vector<double>& what, std::int64_t at, double gain) {
  for (std::size_t i = 0; i < what.size(); ++i) {
    const std::int64_t n = at + static_cast<std::int64_t>(i);
    if (n < 0 || n >= static_cast<std::int64_t>(to.size())) continue;
    auto& sample = to[static_cast<std::size_t>(n)];
    sample = static_cast<float>(static_cast<double>(sample) + gain * what[i]);
  }
}

/// Normalised correlation by its definition.
double slow_correlation(const std::vector<double>& x, const std::vector<float>& y,
                        std::int64_t lag) {
  double xy = 0.0;
  double xx = 0.0;
  double yy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const std::int64_t n = lag + static_cast<std::int64_t>(i);
    const bool inside = n >= 0 && n < static_cast<std::int64_t>(y.size());
    const double heard = inside ? static_cast<double>(y[static_cast<std::size_t>(n)]) : 0.0;
    xy += x[i] * heard;
    xx += x[i] * x[i];
    yy += heard * heard;
  }
  return xy / std::sqrt(xx * yy);
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("matched filter: finds a copy at any lag of the range, partly outside too, with sign") {
    const auto reference = noise(500, 1);
    for (const std::int64_t lag : {-200L, 0L, 1L, 777L, 4600L, 4750L}) {
      for (const double gain : {0.3, -0.3}) {
        std::vector<float> recording(5000, 0.0F);
        add(recording, noise(5000, 2), 0, 0.02);
        add(recording, reference, lag, gain);

        const auto found = find_matches(reference, recording, {-250, 4750});

        REQUIRE(found.size() == 1);
        CHECK(found[0].lag == lag);
        CHECK(found[0].correlation ==
              doctest::Approx(slow_correlation(reference, recording, lag)).epsilon(1e-9));
        CHECK((found[0].correlation > 0.0) == (gain > 0.0));
        CHECK(found[0].prominence > 10.0);
      }
    }
  }

  TEST_CASE("matched filter: a copy 40 dB softer than the music around it still wins") {
    const auto reference = noise(2000, 1);
    std::vector<float> recording(40000, 0.0F);
    for (std::size_t i = 0; i < recording.size(); ++i) {
      if (i < 8000 || i > 14000) {
        recording[i] = static_cast<float>(std::sin(0.03 * static_cast<double>(i)));
      }
    }
    add(recording, reference, 9000, 0.01);

    const auto found = find_matches(reference, recording, {0, 38000});

    REQUIRE(found.size() == 1);
    CHECK(found[0].lag == 9000);
  }

  TEST_CASE("matched filter: several copies come best first and keep their distance") {
    const auto reference = noise(500, 1);
    std::vector<float> recording(9000, 0.0F);
    add(recording, noise(9000, 5), 0, 0.3);
    add(recording, reference, 1000, 0.5);
    add(recording, reference, 4000, 1.0);
    add(recording, reference, 7000, 0.7);

    const auto found = find_matches(reference, recording, {0, 8500}, 3, 250);

    REQUIRE(found.size() == 3);
    CHECK(found[0].lag == 4000);
    CHECK(found[1].lag == 7000);
    CHECK(found[2].lag == 1000);
  }

  TEST_CASE("matched filter: silence gives nothing, and noise alone stays below prominence 6") {
    const auto reference = noise(500, 1);
    CHECK(find_matches(reference, std::vector<float>(4000, 0.0F), {0, 3000}).empty());
    for (std::uint64_t seed = 10; seed < 20; ++seed) {
      std::vector<float> recording(20000, 0.0F);
      add(recording, noise(20000, seed), 0, 0.1);
      const auto found = find_matches(reference, recording, {0, 19000});
      REQUIRE(found.size() == 1);
      CHECK(found[0].prominence < 6.0);
    }
  }

  TEST_CASE("matched filter: a match outside the range is not reported at its edge") {
    const auto reference = noise(500, 1);
    std::vector<float> recording(5000, 0.0F);
    add(recording, reference, 3000, 1.0);
    const auto found = find_matches(reference, recording, {0, 2900});
    if (!found.empty()) CHECK(std::abs(found[0].correlation) < 0.5);
  }
}
