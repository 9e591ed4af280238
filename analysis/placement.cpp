// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/placement.hpp"

#include <cmath>
#include <cstddef>
#include <numbers>

#include "analysis/timing.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kWildestDriftPpm = 300.0;

}  // namespace

double Placement::omega(Hertz played, SampleRate rate) const {
  return 2.0 * std::numbers::pi * played.value() / static_cast<double>(rate.value()) / stretch();
}

std::span<const float> Placement::window(std::span<const float> recording, SampleCount from,
                                         SampleCount length) const {
  const double begin = std::ceil(position(from));
  const double end = begin + static_cast<double>(length.value());
  if (!(begin >= 0.0 && end <= static_cast<double>(recording.size())) || length.value() <= 0) {
    return {};
  }
  return recording.subspan(static_cast<std::size_t>(begin),
                           static_cast<std::size_t>(length.value()));
}

Measured<Placement> place_by_markers(const signals::Stimulus& stimulus,
                                     std::span<const float> recording) {
  const std::size_t wanted = signals::segments_with(stimulus, signals::SegmentRole::Marker).size();
  const Measured<Timing> timing = track_timing(stimulus, recording, ChannelKind::Amp);
  if (!timing) return tl::unexpected(timing.error());
  const Placement place{timing->delay_samples, timing->drift_ppm};
  if (timing->markers.size() != wanted || std::abs(place.drift_ppm) > kWildestDriftPpm) {
    const bool ends_early =
        place.position(stimulus.length()) > static_cast<double>(recording.size());
    if (ends_early) {
      return tl::unexpected(Refusal{Refusal::Reason::TooShort,
                                    "the recording ends before a stimulus of these settings does"});
    }
    return tl::unexpected(
        Refusal{Refusal::Reason::NoMatch,
                "the end marker is not where these settings put it: another stimulus was played, "
                "or samples were lost"});
  }
  return place;
}

}  // namespace ampsweep::analysis
