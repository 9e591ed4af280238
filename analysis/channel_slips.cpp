// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/channel_slips.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace ampsweep::analysis {
namespace {

constexpr double kSureSigmas = 6.0;
/// Where two readings disagree about the polarity, the delay of one of them is wrong by some
/// periods, 60 samples were seen: only jumps of 5 ms and more (of a marker of 0.5 s) count there.
constexpr double kUnlikeShare = 0.01;

/// One marker on both channels.
struct MarkerPair {
  const MarkerReading& amp;
  double apart{0.0};  ///< Amp path less loopback path, samples.
  double variance{0.0};
};

double squared(double x) { return x * x; }

std::optional<MarkerPair> pair_of(const MarkerReading& amp, const Timing& loopback) {
  const auto same = std::find_if(loopback.markers.begin(), loopback.markers.end(),
                                 [&](const MarkerReading& other) { return other.at == amp.at; });
  if (same == loopback.markers.end()) return std::nullopt;
  return MarkerPair{
      amp, amp.estimate.delay_samples - same->estimate.delay_samples,
      squared(amp.estimate.delay_sigma_samples) + squared(same->estimate.delay_sigma_samples)};
}

SampleCount heard_at(const MarkerReading& marker) {
  return marker.at + SampleCount{std::llround(marker.estimate.delay_samples)};
}

}  // namespace

std::vector<Slip> slips_on_amp(const Timing& loopback, const Timing& amp, SampleCount marker) {
  std::vector<Slip> slips;
  if (!loopback.slips.empty() || !amp.slips.empty()) return slips;
  std::vector<MarkerPair> pairs;
  for (const MarkerReading& reading : amp.markers) {
    if (const auto pair = pair_of(reading, loopback)) pairs.push_back(*pair);
  }
  for (std::size_t i = 1; i < pairs.size(); ++i) {
    const bool same = pairs[i].amp.estimate.polarity == pairs[i - 1].amp.estimate.polarity;
    const double least = same ? kLeastSlip : kUnlikeShare * static_cast<double>(marker.value());
    const double shift = pairs[i].apart - pairs[i - 1].apart;
    const double sigma = std::sqrt(pairs[i].variance + pairs[i - 1].variance);
    if (std::abs(shift) < std::max(least, kSureSigmas * sigma)) continue;
    slips.push_back({heard_at(pairs[i - 1].amp) + marker, heard_at(pairs[i].amp), shift});
  }
  return slips;
}

}  // namespace ampsweep::analysis
