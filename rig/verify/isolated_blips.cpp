// SPDX-License-Identifier: GPL-3.0-or-later
// Impulses after silence in any input, laid out as NAM's own inputs are.
#include <algorithm>
#include <cmath>

#include "rig/verify/nam_threshold.hpp"

namespace ampsweep::rig {
namespace {

constexpr std::int64_t kLongestBlip = 48;
constexpr std::int64_t kQuietBefore = 12'000;
constexpr std::int64_t kNoiseLength = 6000;
constexpr std::int64_t kQuietUntil = 10'000;  ///< From the start of a blip.
constexpr float kEqualPeaks = 0.01F;

/// Sound with no pause as long as a blip inside it.
struct Burst {
  std::int64_t from{0}, to{0};
  float peak{0.0F};  ///< With its sign.
};

/// The next one at or after `at`.
std::optional<Burst> next_burst(std::span<const float> x, std::int64_t at) {
  const auto size = static_cast<std::int64_t>(x.size());
  while (at < size && x[static_cast<std::size_t>(at)] == 0.0F) ++at;
  if (at == size) return std::nullopt;
  Burst burst{at, at + 1, 0.0F};
  for (std::int64_t n = at; n < size && n - burst.to < kLongestBlip; ++n) {
    const float sample = x[static_cast<std::size_t>(n)];
    if (sample == 0.0F) continue;
    burst.to = n + 1;
    if (std::fabs(sample) > std::fabs(burst.peak)) burst.peak = sample;
  }
  return burst;
}

bool alike(float a, float b) { return std::fabs(a - b) <= kEqualPeaks * std::fabs(a); }

}  // namespace

std::optional<BlipLayout> isolated_blips(std::span<const float> input) {
  const auto size = static_cast<std::int64_t>(input.size());
  BlipLayout layout{0, size, {}, {}};
  float peak = 0.0F;
  std::int64_t quiet_from = 0;  // Since the end of the burst before.
  auto burst = next_burst(input, 0);
  while (burst) {
    const auto next = next_burst(input, burst->to);
    const bool alone = burst->to - burst->from <= kLongestBlip &&
                       (next ? next->from : size) - burst->from >= kQuietUntil;
    if (layout.blips.empty()) {
      if (alone && burst->from - quiet_from >= kQuietBefore) {
        layout.blips.push_back(burst->from);
        const std::int64_t noise = burst->from - kQuietBefore;
        layout.noise = {noise, noise + kNoiseLength};
        peak = burst->peak;
      }
    } else if (alone && alike(peak, burst->peak)) {
      layout.blips.push_back(burst->from);
    } else {
      break;
    }
    quiet_from = burst->to;
    burst = next;
  }
  if (layout.blips.empty()) return std::nullopt;
  return layout;
}

}  // namespace ampsweep::rig
