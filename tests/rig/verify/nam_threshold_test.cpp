// SPDX-License-Identifier: GPL-3.0-or-later
// The trainer's choice of delay against truth in closed form: a response that rises as n r^n
// crosses any threshold at a sample that can be worked out.
#include "rig/verify/nam_threshold.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

using namespace ampsweep;
using namespace ampsweep::rig;

namespace {

constexpr std::int64_t kSize = 100'000;
constexpr std::int64_t kFirst = 24'000;
constexpr std::int64_t kSecond = 72'000;
constexpr double kFloor = 0.0003;  ///< The threshold in silence.

/// The preamble of the parametric fork: 0.9 at 0.5 s and 1.5 s.
std::vector<float> preamble() {
  std::vector<float> x(kSize, 0.0F);
  x[kFirst] = x[kSecond] = 0.9F;
  return x;
}

/// A slow amp: peak 1 at sample 20.
double rising(std::int64_t n) {
  return n < 0 ? 0.0
               : static_cast<double>(n) / 20.0 * std::exp(1.0 - static_cast<double>(n) / 20.0);
}

using Amp = std::function<double(std::int64_t)>;

/// What comes back: both blips through the amp, late by `first` and `second`.
std::vector<float> answer(const Amp& amp, std::int64_t first, std::int64_t second) {
  std::vector<float> y(kSize, 0.0F);
  for (std::int64_t n = 0; n < 5000; ++n) {
    y[static_cast<std::size_t>(kFirst + first + n)] += static_cast<float>(amp(n));
    y[static_cast<std::size_t>(kSecond + second + n)] += static_cast<float>(amp(n));
  }
  return y;
}

/// First n at which the response is above `threshold`.
std::int64_t rise_of(const Amp& amp, double threshold) {
  std::int64_t n = 0;
  while (std::fabs(amp(n)) <= threshold) ++n;
  return n;
}

/// Noise whose every sample is +-level: its largest value is known in any stretch.
void add_noise(std::vector<float>& y, float level) {
  std::uint32_t state = 12345;
  for (float& sample : y) {
    state = state * 1664525U + 1013904223U;
    sample += (state & 0x80000000U) != 0 ? level : -level;
  }
}

NamThreshold chosen(const std::vector<float>& y) {
  const auto found = nam_threshold_of_pair(preamble(), y);
  REQUIRE(found);
  return *found;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("nam threshold: a slow response is crossed later the quieter it is, by known samples") {
    for (const double gain : {0.001, 0.01, 0.1, 1.0}) {
      CAPTURE(gain);
      const Amp amp = [&](std::int64_t n) { return gain * rising(n); };
      const NamThreshold found = chosen(answer(amp, 300, 300));
      REQUIRE(found.delay);
      CHECK(*found.delay == 300 + rise_of(amp, kFloor));
      CHECK(*found.recommended == *found.delay - 1);
      CHECK(found.threshold == doctest::Approx(kFloor));
      CHECK_FALSE(found.disagree);
    }
    CHECK(rise_of([](std::int64_t n) { return 0.001 * rising(n); }, kFloor) == 3);  // not empty
    CHECK_FALSE(chosen(answer([](std::int64_t n) { return 0.0002 * rising(n); }, 0, 0)).delay);
  }

  TEST_CASE("nam threshold: high gain lifts the foot of the response above it") {
    const Amp clean = [](std::int64_t n) { return 0.001 * rising(n); };
    const Amp driven = [&](std::int64_t n) { return std::tanh(1000.0 * clean(n)); };
    CHECK(*chosen(answer(clean, 50, 50)).recommended == 52);
    CHECK(*chosen(answer(driven, 50, 50)).recommended == 50);
    const Amp inverted = [&](std::int64_t n) { return -driven(n); };
    CHECK(*chosen(answer(inverted, 50, 50)).recommended == 50);
  }

  TEST_CASE("nam threshold: noise raises it by its largest sample, and its choice comes late") {
    for (const float noise : {0.001F, 0.01F, 0.1F}) {
      CAPTURE(noise);
      // A response that stands: noise of either sign moves the mean of both blips by 0 or +-noise,
      // so it crosses where it passes between threshold - noise and threshold + noise.
      const Amp amp = [](std::int64_t n) { return 0.8 * rising(n); };
      std::vector<float> y = answer(amp, 400, 400);
      add_noise(y, noise);
      const NamThreshold found = chosen(y);
      CHECK(found.background == doctest::Approx(noise));
      CHECK(found.threshold ==
            doctest::Approx(std::max(noise + kFloor, 1.001 * static_cast<double>(noise))));
      REQUIRE(found.delay);
      CHECK_FALSE(found.at_lookahead);
      CHECK(*found.delay >= 400 + rise_of(amp, found.threshold - noise));
      CHECK(*found.delay <= 400 + rise_of(amp, found.threshold + noise));
    }
    // Loud noise in the quiet stretch alone: the blip stays below.
    std::vector<float> y = answer([](std::int64_t n) { return 0.5 * rising(n); }, 0, 0);
    y[kFirst - 12'000] = 0.6F;
    CHECK_FALSE(chosen(y).delay);
    CHECK(nam_threshold_text(chosen(y)).find("NAM would find no delay") == 0);
    // ... and just outside it: not seen.
    y[kFirst - 12'000] = 0.0F;
    y[kFirst - 12'001] = y[kFirst - 6000] = 0.6F;
    CHECK(chosen(y).delay);
  }

  TEST_CASE("nam threshold: hum that starts after the quiet stretch is warned of") {
    std::vector<float> y = answer(rising, 100, 100);
    for (std::int64_t n = kFirst - 5000; n < kSize; ++n) y[static_cast<std::size_t>(n)] += 0.01F;
    const NamThreshold found = chosen(y);
    CHECK(*found.recommended == -1001);
    CHECK(found.at_lookahead);
    CHECK(nam_threshold_text(found).find("noise triggered") != std::string::npos);
  }

  TEST_CASE("nam threshold: the mean decides; blips that disagree one by one are told") {
    const Amp sharp = [](std::int64_t n) { return n == 0 ? 0.5 : 0.0; };
    const NamThreshold near = chosen(answer(sharp, 100, 119));
    CHECK(*near.delay == 100);
    CHECK_FALSE(near.disagree);
    const NamThreshold apart = chosen(answer(sharp, 100, 120));
    CHECK(*apart.delay == 100);
    CHECK(*apart.each.at(0) == 100);
    CHECK(*apart.each.at(1) == 120);
    CHECK(apart.disagree);
    // Opposite signs cancel in the mean: the trainer finds nothing where each blip is plain.
    std::vector<float> y = answer(sharp, 100, 100);
    y[kSecond + 100] = -0.5F;
    CHECK_FALSE(chosen(y).delay);
    CHECK(chosen(y).each.at(0) == 100);
    // One of two lost: half of the mean is left.
    y[kSecond + 100] = 0.0F;
    CHECK(*chosen(y).delay == 100);
    CHECK(chosen(y).disagree);
  }

  TEST_CASE("isolated blips: where they are, and what is none") {
    const auto layout = isolated_blips(preamble());
    REQUIRE(layout);
    CHECK(layout->blips == std::vector<std::int64_t>{kFirst, kSecond});
    CHECK(layout->noise == std::pair<std::int64_t, std::int64_t>{12'000, 18'000});

    const auto blips_after = [](const std::function<void(std::vector<float>&)>& edit) {
      std::vector<float> x = preamble();
      edit(x);
      const auto found = isolated_blips(x);
      return found ? found->blips : std::vector<std::int64_t>{};
    };
    using Blips = std::vector<std::int64_t>;
    // Silence before the first: 12,000 samples are enough, one less is not.
    const auto sound_until = [](std::vector<float>& x, std::int64_t end) {
      std::fill(x.begin() + end - 100, x.begin() + end, 0.5F);
    };
    CHECK(blips_after([&](auto& x) { sound_until(x, kFirst - 12'000); }) == Blips{kFirst, kSecond});
    CHECK(blips_after([&](auto& x) { sound_until(x, kFirst - 11'999); }) == Blips{kSecond});
    // Silence after each: up to 10,000 samples from its start.
    CHECK(blips_after([](auto& x) { x[kSecond + 10'000] = 0.5F; }) == Blips{kFirst, kSecond});
    CHECK(blips_after([](auto& x) { x[kSecond + 9999] = 0.5F; }) == Blips{kFirst});
    // A plateau of a millisecond is one; a longer one is a sound.
    CHECK(blips_after([](auto& x) {
            std::fill(x.begin() + kFirst, x.begin() + kFirst + 48, 0.9F);
          }) == Blips{kFirst, kSecond});
    CHECK(blips_after([](auto& x) {
            std::fill(x.begin() + kFirst, x.begin() + kFirst + 49, 0.9F);
          }) == Blips{kSecond});
    // Another peak or sign is another thing: not averaged with the first.
    CHECK(blips_after([](auto& x) { x[kSecond] = 0.8F; }) == Blips{kFirst});
    CHECK(blips_after([](auto& x) { x[kSecond] = -0.9F; }) == Blips{kFirst});

    CHECK_FALSE(isolated_blips(std::vector<float>(kSize, 0.0F)));
    CHECK_FALSE(isolated_blips(std::vector<float>(kSize, 0.1F)));
    CHECK_FALSE(isolated_blips({}));
    CHECK_FALSE(nam_threshold_of_pair(std::vector<float>(kSize, 0.1F), preamble()));
  }

  TEST_CASE("nam threshold: a recording that is too short; the sentence") {
    std::vector<float> y = answer(rising, 30, 30);
    y.pop_back();
    CHECK_FALSE(chosen(y).delay);
    NamThreshold found;
    found.delay = 41;
    found.recommended = 40;
    CHECK(nam_threshold_text(found) == "NAM would choose 40 samples");
    CHECK(nam_threshold_text(found, 36.8) ==
          "NAM would choose 40 samples; that is 3.2 samples after the measured first arrival");
    CHECK(nam_threshold_text(found, 41.5) ==
          "NAM would choose 40 samples; that is 1.5 samples before the measured first arrival");
  }
}
