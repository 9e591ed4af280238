// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/grid_agreement.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "signals/random.hpp"

using namespace ampsweep;
using namespace ampsweep::analysis;

namespace {

constexpr std::size_t kHop = 1024;

/// Noise of any size, and `sigmas` of it more at a place of the whole sound.
StretchCurve noisy_stretch(std::uint64_t seed, std::size_t from, std::size_t place, double sigmas) {
  signals::Random random{seed};
  const double size = 0.3 + 0.4 * static_cast<double>(seed);
  StretchCurve stretch{from, {std::vector<double>(kHop, 0.1), {}}};
  for (std::size_t o = 0; o < kHop; ++o) stretch.curve.witness.push_back(size * random.normal());
  const std::size_t at = (place + kHop - from % kHop) % kHop;
  stretch.curve.witness[at] = size * sigmas;
  stretch.curve.fall[at] = 0.5;
  return stretch;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("grid agreement: what four stretches hardly see each, they see together") {
    std::vector<StretchCurve> all;
    for (std::uint64_t s = 0; s < 4; ++s) all.push_back(noisy_stretch(s, 8704 * s, 700, 3.5));
    const GridPlace place = agreed_place(all, kHop);
    CHECK(place.at == 700);
    CHECK(place.stretches == 4);
    CHECK(place.sigmas == doctest::Approx(7.0).epsilon(0.1));
    CHECK(place.depth == doctest::Approx(0.5));
  }

  TEST_CASE("grid agreement: one stretch alone tells nothing, however clear, nor do places apart") {
    std::vector<StretchCurve> all{noisy_stretch(1, 0, 700, 30.0)};
    CHECK(agreed_place(all, kHop).sigmas == 0.0);
    for (std::uint64_t s = 2; s < 5; ++s) all.push_back(noisy_stretch(s, 8704 * s, 10 * s, 30.0));
    CHECK(agreed_place(all, kHop).sigmas < 5.0);
    all.push_back(noisy_stretch(6, 8704 * 6, 700, 30.0));
    CHECK(agreed_place(all, kHop).at == 700);
    CHECK(agreed_place(all, kHop).stretches == 2);
  }

  TEST_CASE("grid agreement: of frames that vary the remainder is what stretches share") {
    std::vector<StretchCurve> all;
    for (std::uint64_t s = 0; s < 4; ++s) {
      all.push_back(noisy_stretch(s, 8704 * s, 37 + 64 * (3 * s + 1), 6.0));
    }
    CHECK(agreed_place(all, kHop).sigmas < 5.0);
    const GridPlace place = agreed_place(all, 64);
    CHECK(place.at == 37);
    CHECK(place.sigmas > 8.0);
  }

  TEST_CASE("grid agreement: curves that are flat say nothing") {
    const StretchCurve flat{0, {std::vector<double>(kHop, 0.0), std::vector<double>(kHop, 0.0)}};
    CHECK(agreed_place({flat, flat}, kHop).sigmas == 0.0);
    CHECK(agreed_place({}, kHop).sigmas == 0.0);
  }
}
