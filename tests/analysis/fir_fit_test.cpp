// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/fir_fit.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using analysis::fit_firs;

namespace {

constexpr std::size_t kFitTaps = 40;
constexpr std::size_t kFitRows = 3000;

/// Noise with a falling spectrum, `pole` 0: white.
std::vector<double> coloured(std::uint64_t seed, double pole) {
  signals::Random random(seed);
  std::vector<double> x(kFitRows + kFitTaps - 1);
  double last = 0.0;
  for (double& sample : x) sample = last = pole * last + random.normal();
  return x;
}

/// What the filters leave of the target, written out.
std::vector<double> left_over(const std::vector<std::vector<double>>& sounds,
                              const std::vector<std::vector<double>>& taps, double offset,
                              std::vector<double> target) {
  for (std::size_t n = 0; n < target.size(); ++n) {
    target[n] -= offset;
    for (std::size_t p = 0; p < sounds.size(); ++p) {
      for (std::size_t i = 0; i < kFitTaps; ++i) {
        target[n] -= taps[p][i] * sounds[p][n + kFitTaps - 1 - i];
      }
    }
  }
  return target;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("fir fit: two known filters and a constant come back, coloured sounds and cut ends") {
    for (const double pole : {0.0, 0.9, 0.99}) {
      const std::vector<std::vector<double>> sounds{coloured(1, pole), coloured(2, 0.5)};
      signals::Random random(3);
      std::vector<std::vector<double>> truth(2, std::vector<double>(kFitTaps));
      double energy = 0.0;
      for (auto& filter : truth) {
        for (double& tap : filter) {
          tap = random.normal();
          energy += tap * tap;
        }
      }
      auto target = left_over(sounds, truth, -0.3, std::vector<double>(kFitRows, 0.0));
      for (double& sample : target) sample = -sample;

      const auto fit = fit_firs(sounds, target, kFitTaps);

      double error = 0.0;
      for (std::size_t p = 0; p < 2; ++p) {
        for (std::size_t i = 0; i < kFitTaps; ++i)
          error += std::pow(fit.taps[p][i] - truth[p][i], 2);
      }
      INFO("pole " << pole << " after " << fit.iterations << " steps, left " << fit.left);
      CHECK(std::sqrt(error / energy) < (pole < 0.95 ? 1e-6 : 1e-5));
      CHECK(fit.offset == doctest::Approx(-0.3).epsilon(1e-5));
      CHECK(fit.iterations < 150);
    }
  }

  TEST_CASE("fir fit: what is left of a noisy target is orthogonal to every delayed sound") {
    const std::vector<std::vector<double>> sounds{coloured(1, 0.9), coloured(2, 0.0)};
    signals::Random random(5);
    std::vector<double> target(kFitRows);
    for (double& sample : target) sample = random.normal();

    const auto fit = fit_firs(sounds, target, kFitTaps);

    const auto rest = left_over(sounds, fit.taps, fit.offset, target);
    double rest_energy = 0.0;
    double rest_sum = 0.0;
    for (const double sample : rest) {
      rest_energy += sample * sample;
      rest_sum += sample;
    }
    CHECK(std::abs(rest_sum) < 1e-5 * std::sqrt(rest_energy * kFitRows));
    for (std::size_t p = 0; p < 2; ++p) {
      for (std::size_t i = 0; i < kFitTaps; ++i) {
        double product = 0.0;
        double energy = 0.0;
        for (std::size_t n = 0; n < kFitRows; ++n) {
          const double x = sounds[p][n + kFitTaps - 1 - i];
          product += rest[n] * x;
          energy += x * x;
        }
        CHECK(std::abs(product) < 1e-5 * std::sqrt(rest_energy * energy));
      }
    }
  }
}
