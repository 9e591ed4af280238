// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/layout.hpp"

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace ampsweep::signals {

void Layout::silence(Seconds length) {
  const auto count = static_cast<std::size_t>(samples(length, stimulus_.rate).value());
  append(SegmentRole::Silence, std::vector<float>(count, 0.0F), {});
}

void Layout::append(SegmentRole role, std::span<const float> x, SegmentRecipe recipe) {
  if (x.empty()) return;
  stimulus_.segments.push_back({.role = role,
                                .start = stimulus_.length(),
                                .length = SampleCount{static_cast<std::int64_t>(x.size())},
                                .recipe = std::move(recipe)});
  stimulus_.samples.insert(stimulus_.samples.end(), x.begin(), x.end());
}

SampleCount Layout::append(const Stimulus& other) {
  assert(other.rate == stimulus_.rate);
  const SampleCount at = stimulus_.length();
  for (Segment segment : other.segments) {
    segment.start = segment.start + at;
    stimulus_.segments.push_back(std::move(segment));
  }
  stimulus_.samples.insert(stimulus_.samples.end(), other.samples.begin(), other.samples.end());
  return at;
}

}  // namespace ampsweep::signals
