// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <string_view>

namespace ampsweep::signals {

/// Seeded generator whose every draw is specified here, because the output of
/// std::normal_distribution, std::uniform_real_distribution and std::shuffle differs between
/// standard libraries: xoshiro256++ with its state filled by SplitMix64.
///
/// Thread:   one object per thread. Period 2^256 - 1.
/// Accuracy: next(), uniform(), below(), shuffle() are bit-equal everywhere; normal() goes through
///           std::log and may differ in the last digit between maths libraries.
///           tests/signals/random_test.cpp: reference vectors, moments, uniformity.
/// Source:   Blackman, Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47
/// (2021);
///           Steele, Lea, Flood, OOPSLA 2014 (SplitMix64).
class Random {
 public:
  using State = std::array<std::uint64_t, 4>;

  explicit Random(std::uint64_t seed);
  /// `state` must not be all zero.
  explicit Random(const State& state);

  [[nodiscard]] std::uint64_t next();
  /// In [0, 1), a multiple of 2^-53.
  [[nodiscard]] double uniform();
  /// In [from, to).
  [[nodiscard]] double uniform(double from, double to);
  /// 0 .. n-1, every value equally likely (no modulo bias). Needs n > 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t n);
  /// Mean 0, variance 1 (Marsaglia's polar method; values come in pairs, the second is kept).
  [[nodiscard]] double normal();

 private:
  State state_{};
  double spare_{0.0};
  bool has_spare_{false};
};

/// Fisher-Yates; every order equally likely.
template <std::ranges::random_access_range Items>
void shuffle(Items&& items, Random& random) {
  const auto begin = std::ranges::begin(items);
  for (auto left = std::ranges::distance(items); left > 1; --left) {
    const auto chosen = static_cast<std::ranges::range_difference_t<Items>>(
        random.below(static_cast<std::uint64_t>(left)));
    std::ranges::iter_swap(begin + left - 1, begin + chosen);
  }
}

/// Seeds of independent streams: the same seed and tag always give the same value, another tag (or
/// another order of tags) gives an unrelated one. `Random random{derived(seed, "noise", take)};`
[[nodiscard]] std::uint64_t derived_by_number(std::uint64_t seed, std::uint64_t tag);
[[nodiscard]] std::uint64_t derived(std::uint64_t seed, std::string_view tag);

template <std::integral Tag>
[[nodiscard]] std::uint64_t derived(std::uint64_t seed, Tag tag) {
  return derived_by_number(seed, static_cast<std::uint64_t>(tag));
}

template <class First, class... Rest>
requires(sizeof...(Rest) > 0) [[nodiscard]] std::uint64_t
    derived(std::uint64_t seed, const First& tag, const Rest&... rest) {
  return derived(derived(seed, tag), rest...);
}

}  // namespace ampsweep::signals
