// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <set>
#include <vector>

using namespace ampsweep::signals;

TEST_SUITE("unit") {
  TEST_CASE("random: xoshiro256++ from state 1, 2, 3, 4 gives the published ten numbers") {
    Random random{Random::State{1, 2, 3, 4}};
    const std::array<std::uint64_t, 10> published{41943041U,
                                                  58720359U,
                                                  3588806011781223U,
                                                  3591011842654386U,
                                                  9228616714210784205U,
                                                  9973669472204895162U,
                                                  14011001112246962877U,
                                                  12406186145184390807U,
                                                  15849039046786891736U,
                                                  10450023813501588000U};
    for (const std::uint64_t number : published) CHECK(random.next() == number);
  }

  TEST_CASE("random: seed 1234567 fills the state with SplitMix64's published numbers") {
    Random seeded{1234567};
    Random filled{Random::State{6457827717110365317U, 3203168211198807973U, 9817491932198370423U,
                                4593380528125082431U}};
    for (int n = 0; n < 8; ++n) CHECK(seeded.next() == filled.next());
  }

  TEST_CASE("random: uniform has mean 1/2 and variance 1/12 within 5 sigma over 200000 draws") {
    Random random{1};
    constexpr int kDraws = 200000;
    double sum = 0.0;
    double squares = 0.0;
    for (int n = 0; n < kDraws; ++n) {
      const double u = random.uniform();
      REQUIRE(u >= 0.0);
      REQUIRE(u < 1.0);
      sum += u;
      squares += (u - 0.5) * (u - 0.5);
    }
    CHECK(std::abs(sum / kDraws - 0.5) < 5.0 * std::sqrt(1.0 / 12.0 / kDraws));
    CHECK(std::abs(squares / kDraws - 1.0 / 12.0) < 5.0 * std::sqrt(1.0 / 180.0 / kDraws));
  }

  TEST_CASE("random: normal has the first four moments of N(0,1) within 5 sigma, 200000 draws") {
    Random random{2};
    constexpr int kDraws = 200000;
    std::array<double, 5> moment{};
    for (int n = 0; n < kDraws; ++n) {
      const double x = random.normal();
      double power = 1.0;
      for (double& m : moment) {
        m += power / kDraws;
        power *= x;
      }
    }
    const double sigma = 1.0 / std::sqrt(static_cast<double>(kDraws));
    CHECK(std::abs(moment[1]) < 5.0 * sigma);
    CHECK(std::abs(moment[2] - 1.0) < 5.0 * std::sqrt(2.0) * sigma);
    CHECK(std::abs(moment[3]) < 5.0 * std::sqrt(15.0) * sigma);
    CHECK(std::abs(moment[4] - 3.0) < 5.0 * std::sqrt(96.0) * sigma);
  }

  TEST_CASE("random: successive normals are uncorrelated within 5 sigma") {
    Random random{3};
    constexpr int kPairs = 100000;
    double sum = 0.0;
    for (int n = 0; n < kPairs; ++n) {
      const double first = random.normal();
      sum += first * random.normal();
    }
    CHECK(std::abs(sum / kPairs) < 5.0 / std::sqrt(static_cast<double>(kPairs)));
  }

  TEST_CASE("random: below(7) is even: chi-square over 70000 draws stays under 27.9 (p = 1e-4)") {
    Random random{4};
    std::array<int, 7> count{};
    for (int n = 0; n < 70000; ++n) ++count.at(random.below(7));
    double chi = 0.0;
    for (const int c : count) chi += (c - 10000.0) * (c - 10000.0) / 10000.0;
    CHECK(chi < 27.9);
  }

  TEST_CASE("random: below() has no modulo bias: of 3 * 2^62 values, a third falls in the last") {
    // A plain modulo would give the first third twice the weight: 0.25 instead of 0.333.
    Random random{5};
    const std::uint64_t third = std::uint64_t{1} << 62U;
    int last = 0;
    for (int n = 0; n < 30000; ++n) {
      if (random.below(3 * third) >= 2 * third) ++last;
    }
    CHECK(last / 30000.0 == doctest::Approx(1.0 / 3.0).epsilon(0.05));
  }

  TEST_CASE("random: shuffle gives each of the six orders of three items 1/6 of the time") {
    Random random{6};
    std::array<int, 1000> count{};
    for (int n = 0; n < 60000; ++n) {
      std::vector<int> items{1, 2, 3};
      shuffle(items, random);
      ++count.at(static_cast<std::size_t>(items[0] * 100 + items[1] * 10 + items[2]));
    }
    for (const int order : {123, 132, 213, 231, 312, 321}) {
      CHECK(std::abs(count.at(static_cast<std::size_t>(order)) - 10000) < 500);  // 5.5 sigma
    }
    CHECK(std::accumulate(count.begin(), count.end(), 0) == 60000);
  }

  TEST_CASE("random: derived streams differ by seed, tag and order, and repeat") {
    const std::set<std::uint64_t> seeds{
        derived(1, "a"),    derived(2, "a"),      derived(1, "b"),      derived(1, "a", 0),
        derived(1, "a", 1), derived(1, "a", "b"), derived(1, "b", "a"), derived(1, 0),
        derived(1, 1),      derived(0, 1)};
    CHECK(seeds.size() == 10);
    CHECK(derived(1, "noise", 3) == derived(derived(1, "noise"), 3));
  }

  TEST_CASE("random: derived seeds of neighbouring tags differ in half of their bits") {
    double flipped = 0.0;
    for (std::uint64_t tag = 0; tag < 1000; ++tag) {
      flipped += std::popcount(derived(7, tag) ^ derived(7, tag + 1)) / 1000.0;
    }
    CHECK(flipped == doctest::Approx(32.0).epsilon(0.03));
  }
}
