// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/repeated_chirps.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

namespace ampsweep::analysis {
namespace {

using signals::Segment;
using signals::SegmentRole;
using Samples = std::span<const float>;

constexpr double kQuiet = 1e-4;       // full scale
constexpr double kQuietShare = 1e-3;  // of the peak
constexpr double kGapSeconds = 0.05;
constexpr double kShortestChirpSeconds = 0.02;
constexpr std::size_t kParts = 6;
constexpr int kGrowth = 4;
constexpr double kEqual = 1e-3;  // rms difference over rms

std::size_t samples_in(double time_s, SampleRate rate) {
  return static_cast<std::size_t>(std::ceil(time_s * static_cast<double>(rate.value())));
}

float quiet_of(Samples x) {
  double peak = 0.0;
  for (const float sample : x) peak = std::max(peak, static_cast<double>(std::abs(sample)));
  return static_cast<float>(std::min(kQuiet, kQuietShare * peak));
}

/// Stretches that sound, from the first sample above silence to the last one before a gap.
std::vector<Segment> sounds_in(Samples x, SampleRate rate) {
  const float silence = quiet_of(x);
  const std::size_t gap = samples_in(kGapSeconds, rate);
  std::vector<Segment> sounds;
  std::size_t first = 0;
  std::size_t end = 0;  // one past the last loud sample of the sound from `first`; 0: none yet
  const auto close = [&] {
    if (end == 0) return;
    sounds.push_back({SegmentRole::Marker,
                      SampleCount{static_cast<std::int64_t>(first)},
                      SampleCount{static_cast<std::int64_t>(end - first)},
                      {}});
    end = 0;
  };
  for (std::size_t n = 0; n < x.size(); ++n) {
    if (!(std::abs(x[n]) > silence)) continue;
    if (end != 0 && n - end >= gap) close();
    if (end == 0) first = n;
    end = n + 1;
  }
  close();
  return sounds;
}

Samples sound_of(Samples x, const Segment& segment) {
  return x.subspan(static_cast<std::size_t>(segment.start.value()),
                   static_cast<std::size_t>(segment.length.value()));
}

int zero_crossings(Samples x) {
  int count = 0;
  for (std::size_t n = 1; n < x.size(); ++n) {
    if ((x[n] < 0.0F) != (x[n - 1] < 0.0F)) ++count;
  }
  return count;
}

bool is_chirp(Samples x) {
  std::array<int, kParts> crossings{};
  const std::size_t part = x.size() / kParts;
  for (std::size_t i = 0; i < kParts; ++i) crossings[i] = zero_crossings(x.subspan(i * part, part));
  if (crossings.front() > crossings.back()) std::reverse(crossings.begin(), crossings.end());
  const bool steady = std::adjacent_find(crossings.begin(), crossings.end(),
                                         std::greater_equal<>{}) == crossings.end();
  return steady && crossings.back() >= kGrowth * std::max(crossings.front(), 1);
}

bool equal_sound(Samples a, Samples b) {
  if (a.size() != b.size()) return false;
  double energy = 0.0;
  double difference = 0.0;
  for (std::size_t n = 0; n < a.size(); ++n) {
    const double x = static_cast<double>(a[n]);
    const double off = x - static_cast<double>(b[n]);
    energy += x * x;
    difference += off * off;
  }
  return difference <= kEqual * kEqual * energy;
}

std::int64_t span_of(const std::vector<Segment>& copies) {
  return copies.size() < 2 ? 0 : (copies.back().start - copies.front().start).value();
}

}  // namespace

std::vector<Segment> repeated_chirps(Samples stimulus, SampleRate rate) {
  const auto shortest = static_cast<std::int64_t>(samples_in(kShortestChirpSeconds, rate));
  std::vector<Segment> chirps = sounds_in(stimulus, rate);
  std::erase_if(chirps, [&](const Segment& sound) {
    return sound.length.value() < shortest || !is_chirp(sound_of(stimulus, sound));
  });
  std::vector<Segment> best;
  while (chirps.size() > 1) {
    const Samples first = sound_of(stimulus, chirps.front());
    const auto others = std::stable_partition(
        chirps.begin(), chirps.end(),
        [&](const Segment& sound) { return equal_sound(first, sound_of(stimulus, sound)); });
    std::vector<Segment> copies(chirps.begin(), others);
    chirps.erase(chirps.begin(), others);
    if (span_of(copies) > span_of(best)) best = std::move(copies);
  }
  return best;
}

}  // namespace ampsweep::analysis
