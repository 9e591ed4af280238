// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/dropouts.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kStandsStill = 16;
constexpr std::int64_t kSmearedEdge = 2;  // samples that a fraction of the delay may smear
constexpr double kMovesFor = 2e-4;        // six codes of 16 bits

/// Largest less smallest of [from, to), clamped.
double movement_of(std::span<const float> x, std::int64_t from, std::int64_t to) {
  const auto size = static_cast<std::int64_t>(x.size());
  const auto first = std::clamp<std::int64_t>(from, 0, size);
  const auto last = std::clamp<std::int64_t>(to, first, size);
  if (first == last) return 0.0;
  const auto [low, high] = std::minmax_element(x.begin() + first, x.begin() + last);
  return static_cast<double>(*high) - static_cast<double>(*low);
}

}  // namespace

std::vector<Dropout> find_dropouts(std::span<const float> played, std::span<const float> recording,
                                   double delay, double gain) {
  const std::int64_t late = std::llround(delay);
  std::vector<Dropout> found;
  for (std::size_t i = 0; i < recording.size();) {
    std::size_t end = i + 1;
    while (end < recording.size() && recording[end] == recording[i]) ++end;
    const auto from = static_cast<std::int64_t>(i) - late + kSmearedEdge;
    const auto to = static_cast<std::int64_t>(end) - late - kSmearedEdge;
    if (end - i >= kStandsStill && std::abs(gain) * movement_of(played, from, to) > kMovesFor) {
      found.push_back({SampleCount{static_cast<std::int64_t>(i)},
                       SampleCount{static_cast<std::int64_t>(end - i)}});
    }
    i = end;
  }
  return found;
}

}  // namespace ampsweep::analysis
