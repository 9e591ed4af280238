// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/dropouts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;

namespace {

constexpr std::size_t kLate = 700;
constexpr double kGain = 0.5;

/// A low note that ebbs away over two seconds, from -12 dBFS.
std::vector<float> note() {
  std::vector<float> x;
  for (int n = 0; n < 96000; ++n) {
    x.push_back(static_cast<float>(0.25 * std::exp(-n / 30000.0) * std::sin(0.0107 * n)));
  }
  return x;
}

/// The same, later and softer, in 24 bits with a converter's noise or without.
std::vector<float> returned(const std::vector<float>& x, double noise) {
  signals::Random random{2};
  std::vector<float> y(x.size() + 2000, 0.0F);
  for (std::size_t n = 0; n < y.size(); ++n) {
    const double sound = n >= kLate && n - kLate < x.size() ? kGain * x[n - kLate] : 0.0;
    y[n] =
        static_cast<float>(std::round((sound + noise * random.normal()) * 8388608.0) / 8388608.0);
  }
  return y;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("dropouts: none in a whole recording, with noise and without") {
    for (const double noise : {0.0, 1e-6, 1e-4}) {
      CHECK(analysis::find_dropouts(note(), returned(note(), noise), kLate, kGain).empty());
    }
  }

  TEST_CASE("dropouts: a gap of zeros or of one value is found where it is, 32 samples and more") {
    for (const std::size_t length : {32U, 256U, 1024U}) {
      for (const bool zeros : {true, false}) {
        CAPTURE(length);
        auto y = returned(note(), 1e-6);
        constexpr std::size_t kAt = 40'123;
        std::fill_n(y.begin() + kAt, length, zeros ? 0.0F : y[kAt]);
        const auto found = analysis::find_dropouts(note(), y, kLate + 0.4, kGain);
        REQUIRE(found.size() == 1);
        CHECK(found[0].at.value() == static_cast<std::int64_t>(kAt));
        CHECK(found[0].length.value() == static_cast<std::int64_t>(length));
      }
    }
  }

  TEST_CASE("dropouts: silence that was played is none") {
    std::vector<float> x(48000, 0.0F);
    const std::vector<float> y(50000, 0.0F);
    CHECK(analysis::find_dropouts(x, y, kLate, kGain).empty());
    x[20'000] = 0.3F;  // one click that the recording does not have is a gap
    CHECK(analysis::find_dropouts(x, y, kLate, kGain).size() == 1);
  }
}
