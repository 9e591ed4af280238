// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "rig/plan/design_space.hpp"

namespace ampsweep::rig {

/// Sobol points in Gray-code order, one after the other: a longer run begins with a shorter one, so
/// that a plan can be lengthened.
///
/// With a seed the points get Owen's nested uniform scrambling: each binary digit is flipped or not
/// by a draw that depends on the digits above it. That keeps every net property of the sequence, in
/// particular exactly one of each 2^k successive, aligned points in every interval of length 2^-k
/// of every axis, and moves the first point off the corner.
///
/// Needs:   1 <= dimensions <= kMostDimensions. The first 2^32 points.
/// Units:   coordinates are multiples of 2^-32 in [0, 1).
/// Accuracy: first points as published, points up to 1000 in 16 dimensions against another
///          implementation, property A, (0,k,1)-nets of every axis scrambled or not:
///          tests/rig/plan/designs/sobol_test.cpp.
/// Source:  Sobol 1967; direction numbers new-joe-kuo-6 of Joe, Kuo, SIAM J. Sci. Comput. 30
///          (2008); order Antonov, Saleev 1979; scrambling Owen 1995.
class SobolSequence {
 public:
  static constexpr std::size_t kMostDimensions = 16;

  explicit SobolSequence(std::size_t dimensions, std::optional<std::uint64_t> seed = std::nullopt);
  [[nodiscard]] UnitPoint next();

 private:
  static constexpr int kBits = 32;
  using Directions = std::array<std::uint32_t, kBits>;

  std::vector<Directions> directions_;
  std::vector<std::uint32_t> digits_;  ///< Unscrambled coordinates of the next point, times 2^32.
  std::optional<std::uint64_t> seed_;
  std::uint32_t index_{0};
};

}  // namespace ampsweep::rig
