// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/nam_threshold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ampsweep::rig {
namespace {

constexpr double kAbsoluteThreshold = 0.0003;
constexpr double kRelativeThreshold = 1.001;
constexpr std::int64_t kLookahead = 1000;
constexpr std::int64_t kLookback = 10'000;
constexpr std::int64_t kSafety = 1;
constexpr std::int64_t kDisagreement = 20;

/// The first sample of the scan that exceeds the threshold, from the blip; of the mean of `blips`.
std::optional<std::int64_t> crossing(const BlipLayout& layout, std::span<const std::int64_t> blips,
                                     std::span<const float> recording, double threshold) {
  const std::int64_t end = layout.start + layout.length;
  for (std::int64_t k = -kLookahead; k < kLookback; ++k) {
    double sum = 0.0;
    for (const std::int64_t blip : blips) {
      const std::int64_t n = blip + k;
      if (n >= layout.start && n < end) sum += recording[static_cast<std::size_t>(n)];
    }
    if (std::fabs(sum / static_cast<double>(blips.size())) > threshold) return k;
  }
  return std::nullopt;
}

bool apart(const std::vector<std::optional<std::int64_t>>& each) {
  std::optional<std::int64_t> least;
  std::optional<std::int64_t> most;
  std::size_t found = 0;
  for (const auto& one : each) {
    if (!one) continue;
    ++found;
    least = std::min(least.value_or(*one), *one);
    most = std::max(most.value_or(*one), *one);
  }
  return found > 0 && (found < each.size() || *most - *least >= kDisagreement);
}

}  // namespace

NamThreshold nam_threshold(const BlipLayout& layout, std::span<const float> recording) {
  NamThreshold found;
  const std::int64_t end = layout.start + layout.length;
  if (layout.blips.empty() || layout.start < 0 || layout.noise.first < 0 ||
      std::max(end, layout.noise.second) > static_cast<std::int64_t>(recording.size())) {
    return found;
  }
  for (std::int64_t n = layout.noise.first; n < layout.noise.second; ++n) {
    found.background = std::max(
        found.background, std::fabs(static_cast<double>(recording[static_cast<std::size_t>(n)])));
  }
  found.threshold =
      std::max(found.background + kAbsoluteThreshold, kRelativeThreshold * found.background);
  found.delay = crossing(layout, layout.blips, recording, found.threshold);
  for (const std::int64_t& blip : layout.blips) {
    found.each.push_back(crossing(layout, {&blip, 1}, recording, found.threshold));
  }
  found.disagree = apart(found.each);
  if (found.delay) {
    found.recommended = *found.delay - kSafety;
    found.at_lookahead = *found.delay == -kLookahead;
  }
  return found;
}

std::optional<NamThreshold> nam_threshold_of_pair(std::span<const float> input,
                                                  std::span<const float> recording) {
  const auto layout = isolated_blips(input);
  if (!layout) return std::nullopt;
  return nam_threshold(*layout, recording);
}

std::string nam_threshold_text(const NamThreshold& found,
                               std::optional<double> first_arrival_samples) {
  if (!found.recommended) {
    return fmt::format(
        "NAM would find no delay: nothing after the blips rises above its threshold of {:.3g}",
        found.threshold);
  }
  std::string text = fmt::format("NAM would choose {} samples", *found.recommended);
  if (first_arrival_samples) {
    const double off = static_cast<double>(*found.recommended) - *first_arrival_samples;
    text += fmt::format("; that is {:.1f} samples {} the measured first arrival", std::fabs(off),
                        off < 0.0 ? "before" : "after");
  }
  if (found.at_lookahead) {
    text += "; it warns: noise triggered the search at its first sample, so the number is wrong";
  }
  if (found.disagree) {
    text += "; its blips disagree one by one, which it means to warn of and does not";
  }
  return text;
}

}  // namespace ampsweep::rig
