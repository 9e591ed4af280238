// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/stimulus.hpp"

#include <algorithm>
#include <iterator>

namespace ampsweep::signals {

const char* to_string(SegmentRole role) {
  switch (role) {
    case SegmentRole::Silence:
      return "silence";
    case SegmentRole::Marker:
      return "marker";
    case SegmentRole::Sweep:
      return "sweep";
    case SegmentRole::Tone:
      return "tone";
    case SegmentRole::TwoTone:
      return "two_tone";
    case SegmentRole::Multitone:
      return "multitone";
    case SegmentRole::Training:
      return "training";
    case SegmentRole::Validation:
      return "validation";
  }
  return "silence";
}

std::vector<Segment> segments_with(const Stimulus& stimulus, SegmentRole role) {
  std::vector<Segment> found;
  std::copy_if(stimulus.segments.begin(), stimulus.segments.end(), std::back_inserter(found),
               [role](const Segment& segment) { return segment.role == role; });
  return found;
}

std::optional<PlacedSweep> first_sweep(const std::vector<Segment>& segments) {
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto* spec = std::get_if<SweepSpec>(&segments[i].recipe);
    if (segments[i].role != SegmentRole::Sweep || spec == nullptr) continue;
    const bool decays = i + 1 < segments.size() && segments[i + 1].role == SegmentRole::Silence;
    return PlacedSweep{*spec, segments[i].start,
                       decays ? segments[i + 1].end() : segments[i].end()};
  }
  return std::nullopt;
}

}  // namespace ampsweep::signals
