// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/measurement_programme.hpp"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "signals/chirp.hpp"
#include "signals/layout.hpp"
#include "signals/scaling.hpp"
#include "signals/sweep.hpp"
#include "signals/tone.hpp"
#include "signals/two_tone.hpp"

namespace ampsweep::signals {
namespace {

constexpr Seconds kSuiteGap{0.5};
constexpr Seconds kSuiteDecay{1.0};
constexpr Seconds kSuiteTone{2.0};

struct TonePair {
  double low;
  double high;
  double low_over_high;
};

bool is_full(const MeasurementWish& wish) { return wish.suite == Suite::Full; }

/// Low E, the A the guitar world tests at, the reference frequency, and one whose second harmonic
/// is the last that a guitar loudspeaker lets through.
std::vector<Hertz> tone_frequencies(const MeasurementWish& wish) {
  if (!is_full(wish)) return {Hertz{110.0}, Hertz{1000.0}};
  return {Hertz{82.41}, Hertz{110.0}, Hertz{1000.0}, Hertz{3000.0}};
}

/// SMPTE, DIN, total difference frequency (IEC 60268-3), and two fifths low on the neck.
std::vector<TonePair> tone_pairs(const MeasurementWish& wish) {
  if (!is_full(wish)) return {{60.0, 7000.0, 4.0}};
  return {{60.0, 7000.0, 4.0},
          {250.0, 8000.0, 4.0},
          {8000.0, 11950.0, 1.0},
          {110.0, 165.0, 1.0},
          {82.41, 123.47, 1.0}};
}

void add_marker(Layout& layout, const MeasurementWish& wish) {
  const ChirpSpec spec = at_rate(ChirpSpec{.level = wish.marker_level}, wish.rate);
  layout.append(SegmentRole::Marker, chirp(spec, wish.rate), spec);
  layout.silence(kSuiteGap);
}

void add_sweep(Layout& layout, const MeasurementWish& wish) {
  SweepSpec spec = at_rate(SweepSpec{.level = wish.level}, wish.rate);
  spec.length = samples(Seconds{is_full(wish) ? 10.0 : 6.0}, wish.rate);
  spec.length = sweep_length(spec, wish.rate);
  layout.append(SegmentRole::Sweep, sweep(spec, wish.rate), spec);
  layout.silence(kSuiteDecay);
}

void add_tones(Layout& layout, const MeasurementWish& wish) {
  for (const Hertz frequency : tone_frequencies(wish)) {
    ToneSpec spec = at_rate(ToneSpec{.frequency = frequency, .level = wish.level}, wish.rate);
    spec.length = samples(kSuiteTone, wish.rate);
    layout.append(SegmentRole::Tone, tone(spec, wish.rate), spec);
    layout.silence(kSuiteGap);
  }
}

void add_pairs(Layout& layout, const MeasurementWish& wish) {
  for (const TonePair& pair : tone_pairs(wish)) {
    TwoToneSpec spec = at_rate(TwoToneSpec{.low = Hertz{pair.low},
                                           .high = Hertz{pair.high},
                                           .low_over_high = pair.low_over_high,
                                           .level = wish.level},
                               wish.rate);
    spec.length = samples(kSuiteTone, wish.rate);
    layout.append(SegmentRole::TwoTone, two_tone(spec, wish.rate), spec);
    layout.silence(kSuiteGap);
  }
}

/// Up and down at one frequency (Quick) or two.
ProgrammePart<LevelLadderSpec> add_ladder(Layout& layout, const MeasurementWish& wish) {
  LevelLadderSpec spec;
  spec.to = wish.level;
  spec.from = wish.level - Decibels{48.0};
  spec.step = Decibels{is_full(wish) ? 2.0 : 4.0};
  spec.step_length = SampleCount{12000};
  spec.settle = SampleCount{4800};
  if (!is_full(wish)) spec.frequencies = {Hertz{1000.0}};
  spec.marker.level = wish.marker_level;
  spec = at_rate(spec, wish.rate);
  return {spec, layout.append(level_ladder(spec, wish.rate))};
}

std::vector<ProgrammePart<ToneBurstSpec>> add_bursts(Layout& layout, const MeasurementWish& wish) {
  std::vector<ProgrammePart<ToneBurstSpec>> bursts;
  if (!is_full(wish)) return bursts;
  for (const double frequency : {110.0, 1000.0}) {
    ToneBurstSpec spec;
    spec.frequency = Hertz{frequency};
    spec.burst_level = wish.level;
    spec.pilot_level = wish.level - Decibels{26.0};
    spec.marker.level = wish.marker_level;
    spec = at_rate(spec, wish.rate);
    bursts.push_back({spec, layout.append(tone_burst(spec, wish.rate))});
  }
  return bursts;
}

/// Three draws of two periods: 12 s. As loud as its random peaks allow below the level.
std::optional<ProgrammePart<MultisineSpec>> add_multisine(Layout& layout,
                                                          const MeasurementWish& wish) {
  if (!is_full(wish)) return std::nullopt;
  MultisineSpec spec;
  spec.to = std::min(spec.to, highest_frequency(wish.rate));
  spec.realizations = 3;
  spec.periods = 2;
  spec.peak_limit = wish.level;
  spec.seed = wish.seed;
  spec.level = DbFsRms{wish.level.value() - 12.0};
  Multisine sound = multisine(spec, wish.rate);
  while (!sound.within_limit()) {
    spec.level = DbFsRms{spec.level.value() - 0.5};
    sound = multisine(spec, wish.rate);
  }
  const SampleCount start = layout.length();
  layout.append(SegmentRole::Multitone, sound.samples, {});
  layout.silence(kSuiteGap);
  return ProgrammePart<MultisineSpec>{spec, start};
}

}  // namespace

MeasurementProgramme measurement_programme(const MeasurementWish& wish) {
  const Seconds idle{is_full(wish) ? 4.0 : 2.0};
  Layout layout{wish.rate};
  layout.silence(idle);
  add_marker(layout, wish);
  add_sweep(layout, wish);
  add_tones(layout, wish);
  add_pairs(layout, wish);
  MeasurementProgramme programme;
  programme.ladder = add_ladder(layout, wish);
  programme.bursts = add_bursts(layout, wish);
  programme.multisine = add_multisine(layout, wish);
  layout.silence(idle);
  add_marker(layout, wish);
  programme.stimulus = std::move(layout).done();
  return programme;
}

}  // namespace ampsweep::signals
