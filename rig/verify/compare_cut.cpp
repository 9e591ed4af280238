// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/compare_cut.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/delay.hpp"
#include "analysis/realign.hpp"

namespace ampsweep::rig {
namespace {

using signals::Segment;
using signals::SegmentRole;
using signals::Stimulus;

constexpr double kRoundingRms = 2.5e-4;  // -72 dBFS: 1000 times two steps of 24 bits
constexpr Seconds kSearch{1.0};          // how far a cut may be off and still be measured
constexpr Seconds kDecay{0.2};           // belongs to a segment's answer
constexpr Seconds kLongestReference{15.0};
constexpr Seconds kBlock{0.01};
constexpr double kKernel = 128.0;  // samples that interpolation at an end may touch

/// Changes that are measured rather than taken for rounding.
constexpr double kNoDelay = 1e-4;
constexpr double kNoGainDb = 1e-3;

template <class T>
double energy(std::span<const T> x) {
  double sum = 0.0;
  for (const T sample : x) sum += static_cast<double>(sample) * static_cast<double>(sample);
  return sum;
}

struct Stretch {
  std::int64_t from{0};
  std::int64_t to{0};
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(to - from); }
};

template <class T>
std::span<const T> part(std::span<const T> x, const Stretch& stretch) {
  const auto size = static_cast<std::int64_t>(x.size());
  const std::int64_t from = std::clamp<std::int64_t>(stretch.from, 0, size);
  const std::int64_t to = std::clamp<std::int64_t>(stretch.to, from, size);
  return x.subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
}

bool broadband(SegmentRole role) {
  return role == SegmentRole::Marker || role == SegmentRole::Sweep;
}

/// The stretch to read the delay on; empty when nothing sounds.
Stretch reference_stretch(std::span<const double> recut, const Stimulus& stimulus) {
  Stretch best;
  double loudest = 0.0;
  bool best_is_broadband = false;
  const SampleCount longest = samples(kLongestReference, stimulus.rate);
  for (const Segment& segment : stimulus.segments) {
    if (segment.role == SegmentRole::Silence) continue;
    const SampleCount length = std::min(segment.length, longest) + samples(kDecay, stimulus.rate);
    const Stretch here{segment.start.value(), (segment.start + length).value()};
    const double loud = energy(part(recut, here));
    const bool better =
        broadband(segment.role) == best_is_broadband ? loud > loudest : broadband(segment.role);
    if (!(loud > 0.0) || !better) continue;
    best = {here.from, std::min<std::int64_t>(here.to, static_cast<std::int64_t>(recut.size()))};
    loudest = loud;
    best_is_broadband = broadband(segment.role);
  }
  return best;
}

void measure_shift(std::span<const double> recut, std::span<const float> cut,
                   const Stimulus& stimulus, CutReading& reading) {
  const Stretch reference = reference_stretch(recut, stimulus);
  if (reference.size() == 0) return;
  const std::int64_t reach = samples(kSearch, stimulus.rate).value();
  const std::int64_t from = std::max<std::int64_t>(0, reference.from - reach);
  const auto recording = part(cut, {from, reference.to + reach});
  const std::int64_t expected = reference.from - from;
  analysis::DelaySearch search;
  search.earliest = SampleCount{expected - reach};
  search.latest = SampleCount{expected + reach};
  const auto found =
      analysis::estimate_delay(part(recut, reference), recording, stimulus.rate, search);
  if (!found) return;
  reading.delay_samples = found->delay_samples - static_cast<double>(expected);
  reading.delay_sigma_samples = found->delay_sigma_samples;
  reading.polarity = found->polarity;
  reading.gain_db = found->gain_db;
}

struct Residual {
  double db{-400.0};
  std::optional<SampleCount> at;
};

/// What is left of `cut` after `scale` x `truth`, in the worst block. `margin` samples at both ends
/// are left out: what a shift brought in from outside is not known.
Residual worst_residual(std::span<const double> truth, std::span<const float> cut, double scale,
                        std::size_t margin, SampleRate rate) {
  Residual worst;
  const std::size_t size = std::min(truth.size(), cut.size());
  const auto block =
      static_cast<std::size_t>(std::max<std::int64_t>(1, samples(kBlock, rate).value()));
  double largest = -1.0;
  for (std::size_t from = margin; from + margin < size; from += block) {
    const std::size_t to = std::min(size - margin, from + block);
    double error = 0.0;
    double signal = 0.0;
    for (std::size_t n = from; n < to; ++n) {
      const double right = scale * truth[n];
      const double off = static_cast<double>(cut[n]) - right;
      error += off * off;
      signal += right * right;
    }
    const double count = static_cast<double>(to - from);
    const double share = std::sqrt(error / count) / (std::sqrt(signal / count) + kRoundingRms);
    if (share > largest) {
      largest = share;
      worst.at = SampleCount{static_cast<std::int64_t>(from)};
    }
  }
  if (largest > 0.0) worst.db = std::max(-400.0, 20.0 * std::log10(largest));
  return worst;
}

template <class T>
std::vector<double> levels(std::span<const T> x, SampleRate rate) {
  const auto block = static_cast<std::size_t>(std::max(1, rate.value() / 10));
  std::vector<double> print;
  print.reserve(x.size() / block + 1);
  for (std::size_t from = 0; from < x.size(); from += block) {
    const std::size_t size = std::min(block, x.size() - from);
    print.push_back(std::sqrt(energy(x.subspan(from, size)) / static_cast<double>(size)));
  }
  return print;
}

}  // namespace

CutComparison compare_cut(const CutOrigin& origin, std::span<const float> cut,
                          const Stimulus& stimulus) {
  CutComparison comparison;
  CutReading& reading = comparison.reading;
  measure_shift(origin.recut, cut, stimulus, reading);

  const double delay = reading.delay_samples.value_or(0.0);
  const double gain_db = reading.gain_db.value_or(0.0);
  const double polarity = reading.polarity < 0 ? -1.0 : 1.0;
  Residual residual = worst_residual(origin.recut, cut, 1.0, 0, stimulus.rate);
  if (std::abs(delay) > kNoDelay || std::abs(gain_db) > kNoGainDb || polarity < 0.0) {
    const SampleCount length{static_cast<std::int64_t>(origin.recut.size())};
    const std::vector<double> moved =
        analysis::realign(origin.raw, origin.delay_samples - delay, origin.drift_ppm, length);
    const double scale = polarity * std::pow(10.0, gain_db / 20.0);
    const auto margin = static_cast<std::size_t>(std::ceil(std::abs(delay)) + kKernel);
    const Residual after = worst_residual(moved, cut, scale, margin, stimulus.rate);
    // The model is kept only where it explains more than no change at all.
    if (after.at && after.db < residual.db) residual = after;
  }
  if (residual.at) reading.residual_db = residual.db;
  comparison.worst_at = residual.at;
  return comparison;
}

std::vector<double> level_print(std::span<const float> x, SampleRate rate) {
  return levels(x, rate);
}
std::vector<double> level_print(std::span<const double> x, SampleRate rate) {
  return levels(x, rate);
}

double print_distance(std::span<const double> a, std::span<const double> b) {
  const double whole = energy(b);
  if (a.size() != b.size() || !(whole > 0.0)) return std::numeric_limits<double>::infinity();
  double error = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) error += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(error / whole);
}

}  // namespace ampsweep::rig
