// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/stft_distance.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::kStftResolutions;
using analysis::stft_distance;

namespace {

std::vector<float> noisy(double rms, std::size_t length, std::uint64_t seed) {
  signals::Random random(seed);
  std::vector<float> x(length);
  for (float& sample : x) sample = static_cast<float>(rms * random.normal());
  return x;
}

/// |STFT| of one frame straight from the definition: pad by mirroring, window, sum.
double plain_magnitude(const std::vector<float>& x, std::size_t frame, std::size_t bin,
                       const analysis::StftResolution& r) {
  std::complex<double> sum;
  const auto size = static_cast<std::int64_t>(x.size());
  for (std::size_t n = 0; n < r.window; ++n) {
    const std::size_t in_frame = n + (r.fft - r.window) / 2;
    std::int64_t at =
        static_cast<std::int64_t>(frame * r.hop + in_frame) - static_cast<std::int64_t>(r.fft / 2);
    if (at < 0) at = -at;
    if (at >= size) at = 2 * size - 2 - at;
    const double s =
        std::sin(std::numbers::pi * static_cast<double>(n) / static_cast<double>(r.window));
    const double turn = -2.0 * std::numbers::pi * static_cast<double>((bin * in_frame) % r.fft) /
                        static_cast<double>(r.fft);
    sum += s * s * static_cast<double>(x[static_cast<std::size_t>(at)]) * std::polar(1.0, turn);
  }
  return std::sqrt(std::max(std::norm(sum), 1e-8));
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("stft distance: agrees with a plain DFT written from the definition") {
    const auto target = noisy(0.1, 2100, 1);
    auto output = target;
    const auto extra = noisy(0.03, 2100, 2);
    for (std::size_t n = 0; n < output.size(); ++n) output[n] += extra[n];

    const auto found = stft_distance(output, target);

    REQUIRE(found);
    const std::size_t which = 2;  // the shortest frames: a plain DFT of all is slow
    const auto& r = kStftResolutions[which];
    double difference = 0.0;
    double energy = 0.0;
    double logs = 0.0;
    std::size_t cells = 0;
    for (std::size_t frame = 0; frame <= target.size() / r.hop; ++frame) {
      for (std::size_t k = 0; k <= r.fft / 2; ++k) {
        const double x = plain_magnitude(output, frame, k, r);
        const double y = plain_magnitude(target, frame, k, r);
        difference += (x - y) * (x - y);
        energy += y * y;
        logs += std::abs(std::log(x) - std::log(y));
        ++cells;
      }
    }
    CHECK(found->at[which].spectral_convergence ==
          doctest::Approx(std::sqrt(difference / energy)).epsilon(1e-9));
    CHECK(found->at[which].log_magnitude ==
          doctest::Approx(logs / static_cast<double>(cells)).epsilon(1e-9));
  }

  TEST_CASE("stft distance: a gain g costs |g - 1| + |ln g| at every resolution") {
    const auto target = noisy(0.1, 20000, 1);
    auto output = target;
    for (float& sample : output) sample *= 0.5F;

    const auto found = stft_distance(output, target);

    REQUIRE(found);
    for (const auto& at : found->at) {
      CHECK(at.spectral_convergence == doctest::Approx(0.5));
      CHECK(at.log_magnitude == doctest::Approx(std::log(2.0)).epsilon(1e-4));
    }
    CHECK(found->distance == doctest::Approx(0.5 + std::log(2.0)).epsilon(1e-4));
  }

  TEST_CASE("stft distance: polarity does not count, silence counts as 1e-4") {
    const auto target = noisy(0.1, 20000, 1);
    auto inverted = target;
    for (float& sample : inverted) sample = -sample;
    CHECK(stft_distance(inverted, target)->distance == 0.0);
    const auto silent = stft_distance(std::vector<float>(20000, 0.0F), target);
    REQUIRE(silent);
    CHECK(silent->at[0].spectral_convergence == doctest::Approx(1.0).epsilon(1e-3));
    CHECK(silent->at[0].log_magnitude > 9.0);
  }
}
