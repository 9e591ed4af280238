// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/sobol.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace ampsweep::rig;

namespace {

constexpr std::size_t kAll = SobolSequence::kMostDimensions;

std::vector<UnitPoint> points(std::size_t count, std::size_t dimensions,
                              std::optional<std::uint64_t> seed = std::nullopt) {
  SobolSequence sequence{dimensions, seed};
  std::vector<UnitPoint> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(sequence.next());
  return result;
}

/// Exactly one of the 2^k points in each interval of length 2^-k of one axis.
bool stratified(const std::vector<UnitPoint>& block, std::size_t axis) {
  std::set<std::size_t> strata;
  for (const UnitPoint& point : block) {
    strata.insert(static_cast<std::size_t>(point[axis] * static_cast<double>(block.size())));
  }
  return strata.size() == block.size() && *strata.rbegin() == block.size() - 1;
}

/// Every aligned block of 2^k points, k = 0..8, on every axis.
bool every_block_stratified(const std::vector<UnitPoint>& all) {
  for (std::size_t size = 1; size <= 256; size *= 2) {
    for (std::size_t start = 0; start + size <= all.size(); start += size) {
      const auto first = all.begin() + static_cast<std::ptrdiff_t>(start);
      const std::vector<UnitPoint> block(first, first + static_cast<std::ptrdiff_t>(size));
      for (std::size_t axis = 0; axis < all.front().size(); ++axis) {
        if (!stratified(block, axis)) return false;
      }
    }
  }
  return true;
}

/// Sobol's property A: the first 2^d points fall one into each of the 2^d half-cubes.
bool property_a(std::size_t dimensions, std::optional<std::uint64_t> seed) {
  SobolSequence sequence{dimensions, seed};
  std::vector<bool> hit(std::size_t{1} << dimensions, false);
  for (std::size_t i = 0; i < hit.size(); ++i) {
    std::size_t cube = 0;
    for (const double x : sequence.next()) cube = cube * 2 + (x >= 0.5 ? 1 : 0);
    if (hit[cube]) return false;
    hit[cube] = true;
  }
  return true;
}

}  // namespace

TEST_SUITE("unit") {
  TEST_CASE("sobol: the first 8 points of 3 dimensions are those printed by Joe and Kuo") {
    const std::vector<UnitPoint> published{{0, 0, 0},
                                           {0.5, 0.5, 0.5},
                                           {0.75, 0.25, 0.25},
                                           {0.25, 0.75, 0.75},
                                           {0.375, 0.375, 0.625},
                                           {0.875, 0.875, 0.125},
                                           {0.625, 0.125, 0.875},
                                           {0.125, 0.625, 0.375}};

    CHECK(points(8, 3) == published);
  }

  TEST_CASE(
      "sobol: the second point is the middle and the third 3/4 or 1/4, in all 16 dimensions") {
    const auto first = points(3, kAll);
    for (std::size_t d = 0; d < kAll; ++d) {
      CHECK(first[1][d] == 0.5);
      CHECK((first[2][d] == 0.25 || first[2][d] == 0.75));
    }
  }

  TEST_CASE(
      "sobol: points 31, 63, 683 and 1000 of 16 dimensions agree with another implementation") {
    // Worked out in another language from the rows of new-joe-kuo-6.21201 by the recursion on m_k
    // (Joe, Kuo 2008, eq. 2.3); times 1024. Point 2^k - 1 is m_k / 2^k itself; 683 and 1000 mix
    // directions that the polynomials have made. Property A alone does not notice a wrong m_k.
    const std::vector<std::pair<std::size_t, std::vector<int>>> published{
        {31, {32, 544, 928, 992, 992, 800, 352, 544, 160, 608, 32, 352, 992, 224, 672, 864}},
        {63, {16, 816, 368, 464, 880, 144, 592, 144, 848, 592, 432, 688, 560, 784, 336, 784}},
        {683, {511, 773, 237, 963, 409, 775, 241, 815, 223, 157, 845, 787, 751, 475, 165, 241}},
        {1000, {225, 99, 531, 693, 287, 929, 47, 921, 513, 71, 87, 261, 165, 393, 147, 379}}};
    const auto all = points(1001, kAll);
    for (const auto& [index, coordinates] : published) {
      REQUIRE(coordinates.size() == kAll);
      for (std::size_t d = 0; d < kAll; ++d) {
        INFO("point ", index, ", dimension ", d + 1);
        CHECK(all[index][d] * 1024.0 == coordinates[d]);
      }
    }
  }

  TEST_CASE("sobol: property A holds for 1 to 16 dimensions") {
    for (std::size_t d = 1; d <= kAll; ++d) CHECK(property_a(d, std::nullopt));
  }

  TEST_CASE("sobol: every aligned block of 2^k points has one in each 2^-k of every axis") {
    CHECK(every_block_stratified(points(1024, kAll)));
  }

  TEST_CASE("sobol: scrambling keeps property A and the one-dimensional nets, for any seed") {
    for (const std::uint64_t seed : {0U, 1U, 2U, 12345U}) {
      CHECK(every_block_stratified(points(512, kAll, seed)));
      CHECK(property_a(10, seed));
    }
  }

  TEST_CASE(
      "sobol: the first two axes stay a (0,m,2)-net: 64 points, every 2^a x 2^b box of 1/64") {
    for (const std::optional<std::uint64_t> seed : {std::optional<std::uint64_t>{}, {7}}) {
      const auto block = points(64, 2, seed);
      for (unsigned a = 0; a <= 6; ++a) {
        std::set<std::pair<unsigned, unsigned>> boxes;
        for (const UnitPoint& p : block) {
          boxes.insert({static_cast<unsigned>(p[0] * (1U << a)),
                        static_cast<unsigned>(p[1] * (1U << (6 - a)))});
        }
        CHECK(boxes.size() == 64);
      }
    }
  }

  TEST_CASE("sobol: scrambling depends on the seed, differs between axes and leaves the corner") {
    CHECK(points(16, 3, 1) == points(16, 3, 1));
    CHECK(points(16, 3, 1) != points(16, 3, 2));
    const auto scrambled = points(1, kAll, 1).front();
    std::set<double> coordinates(scrambled.begin(), scrambled.end());
    CHECK(coordinates.size() == kAll);
    CHECK(coordinates.count(0.0) == 0);
  }

  TEST_CASE("sobol: scrambled coordinates are even: 1000 seeds, mean within 0.03 of a half") {
    double sum = 0.0;
    for (std::uint64_t seed = 0; seed < 1000; ++seed) sum += points(1, 1, seed)[0][0];
    // One point per seed: standard deviation of the mean 0.0091.
    CHECK(sum / 1000.0 == doctest::Approx(0.5).epsilon(0.06));
  }

  TEST_CASE("sobol: a longer run begins with the shorter one") {
    const auto longer = points(75, 6, 9);
    const auto shorter = points(40, 6, 9);
    CHECK(std::equal(shorter.begin(), shorter.end(), longer.begin()));
  }
}
