// SPDX-License-Identifier: GPL-3.0-or-later
// Oracle: sounds made of shapes that are known.
#include "analysis/shape_choice.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "analysis/drive_shapes.hpp"
#include "signals/random.hpp"

using namespace ampsweep;

namespace {

const SampleRate kRate{48000};

std::vector<float> hiss(std::size_t size, std::uint64_t seed) {
  signals::Random random{seed};
  std::vector<float> x(size);
  for (float& sample : x) sample = static_cast<float>(0.1 * random.normal());
  return x;
}

/// Spectra of 40 blocks of noise through all shapes, y being `share[i]` of shape i and some noise.
analysis::CrossSpectra spectra_of(const std::vector<double>& share) {
  const analysis::ShapeMaker maker{kRate, 0.1, analysis::drive_shapes()};
  analysis::PairResponse gathered{kRate, maker.count()};
  std::vector<std::vector<double>> shapes(maker.count(), std::vector<double>(gathered.size()));
  signals::Random random{5};
  for (std::uint64_t block = 0; block < 40; ++block) {
    maker.make(hiss(gathered.size() + maker.lead(), block), shapes);
    std::vector<float> y(gathered.size());
    for (std::size_t n = 0; n < y.size(); ++n) {
      double sum = 1e-3 * random.normal();
      for (std::size_t i = 0; i < share.size(); ++i) sum += share[i] * shapes[i][n];
      y[n] = static_cast<float>(sum);
    }
    gathered.add(shapes, y, 0.0);
  }
  return gathered.cross_spectra(maker.count());
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("shape choice: the shape a sound is made of comes first, beside the sound itself") {
    for (const std::size_t made_of : {5U, 18U, 34U}) {
      CAPTURE(made_of);
      std::vector<double> share(made_of + 1, 0.0);
      share[made_of] = 0.7;
      CHECK(analysis::choose_shapes(spectra_of(share), 2) == std::vector<std::size_t>{0, made_of});
    }
  }

  TEST_CASE("shape choice: of two shapes both, ascending, and no more than are asked for") {
    std::vector<double> share(30, 0.0);
    share[29] = 0.5;
    share[7] = 0.5;
    const auto spectra = spectra_of(share);
    const auto chosen = analysis::choose_shapes(spectra, 6);
    CHECK(chosen.size() == 6);
    CHECK(std::is_sorted(chosen.begin(), chosen.end()));
    for (const std::size_t one : {0U, 7U, 29U}) {
      CHECK(std::find(chosen.begin(), chosen.end(), one) != chosen.end());
    }
    CHECK(analysis::choose_shapes(spectra, 1) == std::vector<std::size_t>{0});
  }

  TEST_CASE("drive shapes: the first is the sound, the others bend as tanh does") {
    const auto all = analysis::drive_shapes();
    REQUIRE(all.size() == 37);
    const analysis::ShapeMaker maker{kRate, 0.5, {{}, {0.0, 2.0, 1.0}}};
    std::vector<float> x(maker.lead());
    for (int n = -100; n <= 100; ++n) x.push_back(0.02F * static_cast<float>(n));
    std::vector<std::vector<double>> made(2, std::vector<double>(201));
    maker.make(x, made);
    for (std::size_t n = 0; n < 201; ++n) {
      const double in = static_cast<double>(x[maker.lead() + n]) / 0.5;
      CHECK(made[0][n] == doctest::Approx(in));
      CHECK(std::abs(made[1][n] - (std::tanh(2.0 * in + 1.0) - std::tanh(1.0))) < 0.05);
    }
  }
}
