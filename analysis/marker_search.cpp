// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/marker_search.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "analysis/matched_filter.hpp"
#include "analysis/realign.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kReachSeconds = 0.2;
constexpr double kWideReachSeconds = 2.0;
/// Of the best: another place the take could start. A slip in the middle of a marker leaves it half
/// of its correlation, and the next marker must not be taken for it.
constexpr double kRivalCorrelation = 0.3;
constexpr std::size_t kMostRivals = 8;
constexpr double kWarpMatters = 1e-5;  ///< Samples by which drift stretches a marker.

using signals::Segment;

std::int64_t samples_in(double duration_s, const MarkerScene& scene) {
  return std::llround(duration_s * static_cast<double>(scene.stimulus.rate.value()));
}

std::vector<double> reference_of(const MarkerScene& scene, const Segment& marker) {
  const auto begin = scene.stimulus.samples.begin() + marker.start.value();
  return {begin, begin + marker.length.value()};
}

/// Delay of one marker, with lags from `earliest` to `latest` relative to its own place.
Measured<DelayEstimate> read_marker(const MarkerScene& scene, const Segment& marker,
                                    std::span<const double> reference, std::int64_t earliest,
                                    std::int64_t latest) {
  DelaySearch search = scene.search;
  search.earliest = marker.start + SampleCount{earliest};
  search.latest = marker.start + SampleCount{latest};
  auto estimate = estimate_delay(reference, scene.recording, scene.stimulus.rate, search);
  if (estimate) {
    const auto place = static_cast<double>(marker.start.value());
    estimate->delay_samples -= place;
    estimate->peak_delay_samples -= place;
  }
  return estimate;
}

/// How well the other markers fit if the first one stands at `lag`.
double support(const MarkerScene& scene, std::int64_t lag) {
  const std::int64_t reach = samples_in(kReachSeconds, scene);
  double sum = 0.0;
  for (const Segment& marker : std::span(scene.markers).subspan(1)) {
    const std::int64_t centre = marker.start.value() + lag;
    const auto found = find_matches(reference_of(scene, marker), scene.recording,
                                    {centre - reach, centre + reach});
    if (!found.empty()) sum += std::abs(found.front().correlation);
  }
  return sum;
}

/// Markers are all alike: when several stand in the search range, the first one is where the rest
/// of the pattern fits too.
std::optional<std::int64_t> start_of_pattern(const MarkerScene& scene) {
  const Segment& first = scene.markers.front();
  const std::int64_t half = first.length.value() / 2;
  const LagRange range{std::max(first.start.value() + scene.search.earliest.value(), -half),
                       std::min(first.start.value() + scene.search.latest.value(),
                                static_cast<std::int64_t>(scene.recording.size()) - half)};
  const std::vector<double> reference = reference_of(scene, first);
  const bool silent =
      std::all_of(reference.begin(), reference.end(), [](double sample) { return sample == 0.0; });
  if (silent || range.first > range.last) return std::nullopt;
  const auto rivals = find_matches(reference, scene.recording, range, kMostRivals, half);
  std::optional<std::int64_t> best;
  double best_support = -1.0;
  for (const Match& rival : rivals) {
    if (std::abs(rival.correlation) < kRivalCorrelation * std::abs(rivals.front().correlation))
      break;
    const std::int64_t lag = rival.lag - first.start.value();
    const double fits =
        std::abs(rival.correlation) + (rivals.size() > 1 ? support(scene, lag) : 0.0);
    if (fits > best_support) {
      best_support = fits;
      best = lag;
    }
  }
  return best;
}

}  // namespace

Measured<std::vector<MarkerReading>> find_markers(const MarkerScene& scene) {
  const std::int64_t narrow = samples_in(kReachSeconds, scene);
  const std::int64_t wide = samples_in(kWideReachSeconds, scene);
  const auto start = start_of_pattern(scene);
  std::vector<MarkerReading> readings;
  for (const Segment& marker : scene.markers) {
    const std::vector<double> reference = reference_of(scene, marker);
    if (readings.empty()) {
      if (&marker != &scene.markers.front()) break;
      const std::int64_t low = start ? *start - 2 : scene.search.earliest.value();
      const std::int64_t high = start ? *start + 2 : scene.search.latest.value();
      const auto estimate = read_marker(scene, marker, reference, low, high);
      if (!estimate) return tl::unexpected(estimate.error());
      readings.push_back({marker.start, *estimate});
      continue;
    }
    const auto near = std::llround(readings.back().estimate.delay_samples);
    auto estimate = read_marker(scene, marker, reference, near - narrow, near + narrow);
    if (!estimate) estimate = read_marker(scene, marker, reference, near - wide, near + wide);
    if (estimate) readings.push_back({marker.start, *estimate});
  }
  return readings;
}

void reread_stretched(const MarkerScene& scene, double slope,
                      std::vector<MarkerReading>& readings) {
  // No clocks differ by that much: the markers are not where this stimulus has them.
  constexpr double kWildestSlope = 5e-3;
  if (!(std::abs(slope) <= kWildestSlope)) return;
  for (MarkerReading& reading : readings) {
    const auto marker = std::find_if(scene.markers.begin(), scene.markers.end(),
                                     [&](const Segment& m) { return m.start == reading.at; });
    const double stretch = std::abs(slope) * static_cast<double>(marker->length.value());
    std::vector<double> reference = reference_of(scene, *marker);
    if (stretch > kWarpMatters) {
      reference = realign(std::span<const double>(reference), 0.0,
                          (1.0 / (1.0 + slope) - 1.0) * 1e6, marker->length);
    }
    const auto near = std::llround(reading.estimate.delay_samples);
    const std::int64_t play = 8 + std::llround(stretch);
    const auto estimate = read_marker(scene, *marker, reference, near - play, near + play);
    if (estimate) reading.estimate = *estimate;
  }
}

}  // namespace ampsweep::analysis
