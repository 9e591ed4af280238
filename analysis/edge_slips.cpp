// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/edge_slips.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/marker_edges.hpp"
#include "analysis/sound_check.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kNoiseSeconds = 0.2;
constexpr double kNoiseMarginSeconds = 0.05;

/// Noise and hum shortly before the first marker; a converter's DC, which both markers carry alike,
/// is neither.
double noise_before(const MarkerScene& scene, double marker) {
  const double rate = static_cast<double>(scene.stimulus.rate.value());
  const auto end = std::clamp<std::int64_t>(std::llround(marker - kNoiseMarginSeconds * rate), 0,
                                            static_cast<std::int64_t>(scene.recording.size()));
  const auto begin = std::max<std::int64_t>(0, end - std::llround(kNoiseSeconds * rate));
  if (end <= begin) return 0.0;
  const auto before = scene.recording.subspan(static_cast<std::size_t>(begin),
                                              static_cast<std::size_t>(end - begin));
  const double dc = mean(before);
  double sum = 0.0;
  for (const float sample : before) {
    const double off = static_cast<double>(sample) - dc;
    sum += off * off;
  }
  return std::sqrt(sum / static_cast<double>(before.size()));
}

}  // namespace

std::vector<Slip> slips_at_edges(const MarkerScene& scene, const Timing& timing) {
  std::vector<Slip> slips;
  if (timing.markers.size() < 2) return slips;
  const auto place = [&](const MarkerReading& marker) {
    const auto at = static_cast<double>(marker.at.value());
    return at + timing.delay_samples + timing.drift_ppm * 1e-6 * at;
  };
  const double first = place(timing.markers.front());
  const double last = place(timing.markers.back());
  const std::int64_t length = scene.markers.front().length.value();
  const double noise = noise_before(scene, first);
  const auto look = [&](const MarkerTwins& twins, MarkerEdge edge) {
    const auto found = break_at_edge(scene.recording, twins, edge);
    if (!found) return;
    slips.push_back({SampleCount{found->place.from}, SampleCount{found->place.to}, found->jump});
  };
  look({first, last, length, noise}, MarkerEdge::Head);
  look({last, first, length, noise}, MarkerEdge::Tail);
  return slips;
}

}  // namespace ampsweep::analysis
