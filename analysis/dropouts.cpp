// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/dropouts.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace ampsweep::analysis {
namespace {

constexpr std::size_t kZeros = 16;
constexpr std::size_t kOfOneValue = 32;
constexpr double kSmearedEdge = 2.0;     // samples that a fraction of the delay may smear
constexpr double kMovesFor = 2e-4;       // six codes of 16 bits
constexpr float kOverdriven = 0.99996F;  // +FS of 16 bits reads just below 1

/// Largest less smallest of [from, to), clamped.
double movement_of(std::span<const double> x, std::int64_t from, std::int64_t to) {
  const auto size = static_cast<std::int64_t>(x.size());
  const auto first = std::clamp<std::int64_t>(from, 0, size);
  const auto last = std::clamp<std::int64_t>(to, first, size);
  if (first == last) return 0.0;
  const auto [low, high] = std::minmax_element(x.begin() + first, x.begin() + last);
  return *high - *low;
}

}  // namespace

std::vector<Dropout> find_dropouts(std::span<const double> played, std::span<const float> recording,
                                   const LoopbackReturn& returned) {
  const auto played_at = [&](double heard) {
    return std::llround((heard - returned.delay_samples) / (1.0 + returned.drift_ppm * 1e-6));
  };
  std::vector<Dropout> found;
  for (std::size_t i = 0; i < recording.size();) {
    std::size_t end = i + 1;
    while (end < recording.size() && recording[end] == recording[i]) ++end;
    if (end - i >= (recording[i] == 0.0F ? kZeros : kOfOneValue)) {
      const double moved = movement_of(played, played_at(static_cast<double>(i) + kSmearedEdge),
                                       played_at(static_cast<double>(end) - kSmearedEdge));
      if (std::abs(returned.gain) * moved > kMovesFor) {
        found.push_back({SampleCount{static_cast<std::int64_t>(i)},
                         SampleCount{static_cast<std::int64_t>(end - i)},
                         std::abs(recording[i]) >= kOverdriven});
      }
    }
    i = end;
  }
  return found;
}

}  // namespace ampsweep::analysis
