// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/plan/designs/sobol.hpp"

#include <bit>
#include <cassert>

#include "signals/random.hpp"

namespace ampsweep::rig {
namespace {

/// Primitive polynomial x^s + a_1 x^(s-1) + ... + a_(s-1) x + 1, `middle` = binary a_1..a_(s-1),
/// and the free direction integers m_1..m_s.
struct Generator {
  int degree;
  std::uint32_t middle;
  std::array<std::uint32_t, 6> m;
};

// Dimensions 2 to 16; the first is the van der Corput sequence and needs none.
constexpr std::array<Generator, 15> kJoeKuo{{
    {1, 0, {1}},
    {2, 1, {1, 3}},
    {3, 1, {1, 3, 1}},
    {3, 2, {1, 1, 1}},
    {4, 1, {1, 1, 3, 3}},
    {4, 4, {1, 3, 5, 13}},
    {5, 2, {1, 1, 5, 5, 17}},
    {5, 4, {1, 1, 5, 5, 5}},
    {5, 7, {1, 1, 7, 11, 19}},
    {5, 11, {1, 1, 5, 1, 1}},
    {5, 13, {1, 1, 1, 3, 11}},
    {5, 14, {1, 3, 5, 5, 31}},
    {6, 1, {1, 3, 3, 9, 7, 49}},
    {6, 13, {1, 1, 1, 15, 21, 21}},
    {6, 16, {1, 3, 1, 13, 27, 49}},
}};
static_assert(kJoeKuo.size() + 1 == SobolSequence::kMostDimensions);

/// v_k = m_k / 2^k as binary digits, first digit in the top bit.
template <std::size_t kBits>
std::array<std::uint32_t, kBits> directions_of(std::size_t dimension) {
  std::array<std::uint32_t, kBits> v{};
  for (std::size_t k = 0; k < kBits; ++k) {
    const std::uint32_t digit = 1U << (kBits - 1 - k);
    if (dimension == 0) {
      v[k] = digit;
      continue;
    }
    const Generator& g = kJoeKuo[dimension - 1];
    const auto s = static_cast<std::size_t>(g.degree);
    if (k < s) {
      v[k] = g.m[k] * digit;
      continue;
    }
    v[k] = v[k - s] ^ (v[k - s] >> s);  // Joe, Kuo 2008, eq. (2.3) with the powers of 2 shifted in
    for (std::size_t i = 1; i < s; ++i) {
      if ((g.middle >> (s - 1 - i) & 1U) != 0) v[k] ^= v[k - i];
    }
  }
  return v;
}

/// Owen's nested scrambling of one coordinate: digit k is flipped by a draw that is a function of
/// the digits above it.
std::uint32_t scrambled(std::uint32_t digits, std::uint64_t seed) {
  std::uint32_t result = 0;
  for (unsigned k = 0; k < 32; ++k) {
    const unsigned shift = 31 - k;
    const std::uint64_t above = k == 0 ? 0 : digits >> (shift + 1);
    // k marks the level, so that "no digits yet" and "one digit 0" draw independently.
    const std::uint64_t node = (std::uint64_t{1} << k) | above;
    const auto flip = static_cast<std::uint32_t>(signals::derived(seed, node) & 1U);
    result |= ((digits >> shift & 1U) ^ flip) << shift;
  }
  return result;
}

}  // namespace

SobolSequence::SobolSequence(std::size_t dimensions, std::optional<std::uint64_t> seed)
    : digits_(dimensions, 0), seed_(seed) {
  assert(dimensions >= 1 && dimensions <= kMostDimensions);
  for (std::size_t d = 0; d < dimensions; ++d) directions_.push_back(directions_of<kBits>(d));
}

UnitPoint SobolSequence::next() {
  UnitPoint point;
  for (std::size_t d = 0; d < digits_.size(); ++d) {
    const std::uint32_t digits =
        seed_ ? scrambled(digits_[d], signals::derived(*seed_, "sobol", d)) : digits_[d];
    point.push_back(digits * 0x1p-32);
  }
  // Gray code: the next point differs by the direction of the lowest zero bit of the index.
  const auto changed = static_cast<std::size_t>(std::countr_one(index_));
  if (changed < kBits) {
    for (std::size_t d = 0; d < digits_.size(); ++d) digits_[d] ^= directions_[d][changed];
  }
  ++index_;
  return point;
}

}  // namespace ampsweep::rig
