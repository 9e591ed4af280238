// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/take_sound.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/flat_tops.hpp"
#include "analysis/mains_level.hpp"
#include "analysis/sound_check.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

using signals::Segment;
using signals::SegmentRole;
using signals::Stimulus;

constexpr double kFloorDb = -400.0;  // what silence prints as: finite, far below any converter

double floored(double db) { return std::isfinite(db) ? std::max(db, kFloorDb) : kFloorDb; }

/// Samples [from, to) of the take as float, clamped to its ends.
std::vector<float> stretch(std::span<const double> take, SampleCount from, SampleCount to) {
  const auto size = static_cast<std::int64_t>(take.size());
  const auto first = std::clamp<std::int64_t>(from.value(), 0, size);
  const auto last = std::clamp<std::int64_t>(to.value(), first, size);
  return {take.begin() + first, take.begin() + last};
}

/// The first silence, less 50 ms at each end where a filter may still ring.
std::vector<float> idle_stretch(const Stimulus& stimulus, std::span<const double> take) {
  const SampleCount guard = samples(Seconds{0.05}, stimulus.rate);
  for (const Segment& segment : stimulus.segments) {
    if (segment.role != SegmentRole::Silence || segment.length <= guard * 4) continue;
    return stretch(take, segment.start + guard, segment.end() - guard);
  }
  return {};
}

void measure_idle(const std::vector<float>& idle, SampleRate rate, TakeMeasurements& measured) {
  if (idle.empty()) return;
  measured.dc = analysis::mean(idle);
  double power = 0.0;
  for (const float x : idle) power += (x - measured.dc) * (x - measured.dc);
  measured.noise =
      DbFsRms{floored(level_of_rms(std::sqrt(power / static_cast<double>(idle.size()))).value())};
  measured.hum = analysis::mains_level(idle, rate);
}

void measure_replicate(const Stimulus& stimulus, std::span<const double> take,
                       TakeMeasurements& measured) {
  const auto passes = segments_with(stimulus, SegmentRole::Validation);
  if (passes.size() < 2) return;
  const auto first = stretch(take, passes.front().start, passes.front().end());
  const auto last = stretch(take, passes.back().start, passes.back().end());
  if (first.size() != last.size()) return;
  const double esr = analysis::error_to_signal(first, last);
  if (std::isfinite(esr)) measured.replicate_esr = esr;
  const double signal = analysis::rms(last);
  const double noise = rms_amplitude(measured.noise);
  if (signal > 0.0) measured.best_possible_esr = noise * noise / (signal * signal);
}

void measure_early_energy(const Stimulus& stimulus, std::span<const double> take,
                          TakeMeasurements& measured) {
  const auto markers = segments_with(stimulus, SegmentRole::Marker);
  if (markers.empty()) return;
  const SampleCount lead = samples(Seconds{0.2}, stimulus.rate);
  const SampleCount from = markers.front().start - lead;
  const SampleCount to = markers.front().end() + lead;
  const auto size = stimulus.length();
  if (from < SampleCount{0} || to > size) return;
  const std::span<const float> input{stimulus.samples.data() + from.value(),
                                     static_cast<std::size_t>((to - from).value())};
  measured.early_energy_db =
      analysis::early_energy_db(input, stretch(take, from, to), measured.headroom_samples);
}

}  // namespace

void measure_raw_sound(std::span<const float> amp, SampleRate rate, TakeMeasurements& measured) {
  measured.peak = DbFsPeak{floored(level_of_peak(analysis::peak(amp)).value())};
  measured.clipped_runs = static_cast<int>(analysis::clipped_runs(amp).size());
  const analysis::FlatTops tops = analysis::flat_tops(amp, {rate});
  measured.flat_tops = tops.clipped ? tops.runs : 0;
  measured.flat_top_level = DbFsPeak{floored(level_of_peak(tops.level).value())};
}

void measure_aligned_sound(const Stimulus& stimulus, std::span<const double> take,
                           TakeMeasurements& measured) {
  measure_idle(idle_stretch(stimulus, take), stimulus.rate, measured);
  measure_replicate(stimulus, take, measured);
  measure_early_energy(stimulus, take, measured);
}

}  // namespace ampsweep::rig
