// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/level_ladder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "signals/chirp.hpp"
#include "signals/fade.hpp"
#include "signals/level.hpp"
#include "signals/scaling.hpp"
#include "signals/spec_checks.hpp"

namespace ampsweep::signals {
namespace {

constexpr std::int64_t kFewestPeriods = 3;  ///< In the measured part of a step.
constexpr double kMostSteps = 1000.0;

constexpr double kShorterBy = 0.02;  ///< Part of the measured stretch given up for the frequency.

double whole_periods(Hertz wanted, SampleCount measured, SampleRate rate) {
  return std::round(wanted.value() * seconds(measured, rate).value());
}

/// A frequency of whole periods in `measured` samples, no two of which have the same phase.
struct Snapped {
  Hertz frequency;
  SampleCount measured{0};
};

Snapped snapped(Hertz wanted, SampleCount most, SampleRate rate) {
  Snapped best;
  double least = std::numeric_limits<double>::infinity();
  const auto shortest =
      static_cast<std::int64_t>(static_cast<double>(most.value()) * (1.0 - kShorterBy));
  for (std::int64_t length = most.value(); length > shortest; --length) {
    const auto periods =
        static_cast<std::int64_t>(whole_periods(wanted, SampleCount{length}, rate));
    if (periods < 1 || std::gcd(periods, length) != 1) continue;
    const Hertz near{static_cast<double>(periods) / seconds(SampleCount{length}, rate).value()};
    const double miss = std::abs(near.value() - wanted.value());
    if (miss >= least) continue;
    least = miss;
    best = {near, SampleCount{length}};
  }
  return best;
}

/// Levels from the bottom to the top. The small part of a step forgives rounding of `to - from`.
std::vector<DbFsPeak> rungs(const LevelLadderSpec& spec) {
  const auto count =
      static_cast<int>(std::floor((spec.to - spec.from).value() / spec.step.value() + 1e-6));
  std::vector<DbFsPeak> levels;
  for (int i = 0; i <= count; ++i) levels.push_back(spec.from + spec.step * i);
  return levels;
}

void write_ladder(const LadderLayout& layout, std::size_t ladder, const LevelLadderSpec& spec,
                  SampleRate rate, std::vector<float>& samples) {
  double before = 0.0;
  std::int64_t phase_zero = -1;
  const LadderStep* last = nullptr;
  for (const LadderStep& step : layout.steps) {
    if (step.ladder != ladder) continue;
    if (phase_zero < 0) phase_zero = step.start.value();
    const double now = amplitude(step.level);
    const double omega =
        2.0 * std::numbers::pi * step.frequency.value() / static_cast<double>(rate.value());
    for (std::int64_t n = 0; n < step.length.value(); ++n) {
      const double level = before + (now - before) * fade_gain(SampleCount{n}, spec.ramp);
      const std::int64_t at = step.start.value() + n;
      samples[static_cast<std::size_t>(at)] =
          static_cast<float>(level * std::sin(omega * static_cast<double>(at - phase_zero)));
    }
    before = now;
    last = &step;
  }
  // The way down to silence lies after the last step, at the start of the gap.
  if (last == nullptr) return;
  const double omega =
      2.0 * std::numbers::pi * last->frequency.value() / static_cast<double>(rate.value());
  const std::int64_t end = last->start.value() + last->length.value();
  for (std::int64_t n = 0; n < spec.ramp.value(); ++n) {
    const double level = before * (1.0 - fade_gain(SampleCount{n}, spec.ramp));
    samples[static_cast<std::size_t>(end + n)] =
        static_cast<float>(level * std::sin(omega * static_cast<double>(end + n - phase_zero)));
  }
}

/// Marker and tone segments in order, with silence in every hole.
std::vector<Segment> with_silences(std::vector<Segment> sounding, SampleCount length) {
  std::sort(sounding.begin(), sounding.end(),
            [](const Segment& a, const Segment& b) { return a.start < b.start; });
  std::vector<Segment> all;
  SampleCount at{0};
  for (Segment& segment : sounding) {
    if (segment.start > at) all.push_back({SegmentRole::Silence, at, segment.start - at, {}});
    at = segment.end();
    all.push_back(std::move(segment));
  }
  if (length > at) all.push_back({SegmentRole::Silence, at, length - at, {}});
  return all;
}

std::string about_ladder_times(const LevelLadderSpec& spec) {
  if (spec.ramp.value() < 0 || spec.settle < spec.ramp) {
    return "the settling time must hold the ramp";
  }
  if (spec.step_length <= spec.settle) return "the steps must be longer than their settling time";
  if (spec.gap.value() <= 0 || spec.gap < spec.ramp) return "the gaps must hold the ramp";
  return {};
}

}  // namespace

std::string objection(const LevelLadderSpec& spec, SampleRate rate) {
  if (rate.value() <= 0) return "the sample rate must be above zero";
  // Written so that NaN objects too.
  if (!(spec.step.value() > 0.0)) return "the level step must be above zero dB";
  if (!(spec.from.value() >= -200.0 && spec.from <= spec.to && spec.to.value() <= 0.0)) {
    return "the levels must rise from the lowest to the highest and not pass 0 dBFS peak";
  }
  if ((spec.to - spec.from).value() / spec.step.value() > kMostSteps) {
    return "the ladder has more than 1000 levels";
  }
  if (std::string why = about_ladder_times(spec); !why.empty()) return why;
  if (spec.frequencies.empty()) return "the ladder needs a frequency";
  const SampleCount measured = spec.step_length - spec.settle;
  for (const Hertz frequency : spec.frequencies) {
    if (!(frequency.value() > 0.0 && frequency <= highest_frequency(rate))) {
      return "the frequencies must lie between 0 Hz and 0.45 of the sample rate";
    }
    if (whole_periods(frequency, measured, rate) < static_cast<double>(kFewestPeriods)) {
      return "a step must be measured over at least three periods of its frequency";
    }
    if (snapped(frequency, measured, rate).measured.value() == 0) {
      return "no frequency near the wanted one fits the steps: make them longer";
    }
  }
  return about_marker(spec.marker, rate);
}

LevelLadderSpec at_rate(LevelLadderSpec spec, SampleRate rate) {
  spec.step_length = at_rate(spec.step_length, rate);
  spec.settle = at_rate(spec.settle, rate);
  spec.ramp = at_rate(spec.ramp, rate);
  spec.gap = at_rate(spec.gap, rate);
  spec.marker = at_rate(spec.marker, rate);
  return spec;
}

LadderLayout level_ladder_layout(const LevelLadderSpec& spec, SampleRate rate) {
  const std::vector<DbFsPeak> levels = rungs(spec);
  const SampleCount measured = spec.step_length - spec.settle;
  LadderLayout layout;
  layout.markers.push_back(spec.gap);
  SampleCount at = spec.gap + spec.marker.length + spec.gap;
  for (std::size_t ladder = 0; ladder < spec.frequencies.size(); ++ladder) {
    const Snapped tone = snapped(spec.frequencies[ladder], measured, rate);
    const auto climb = [&](DbFsPeak level, LadderLeg leg) {
      layout.steps.push_back(
          {ladder, tone.frequency, level, leg, at, spec.step_length, tone.measured});
      at = at + spec.step_length;
    };
    for (const DbFsPeak level : levels) climb(level, LadderLeg::Up);
    for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
      climb(*level, LadderLeg::Down);
    }
    at = at + spec.gap;
  }
  layout.markers.push_back(at);
  layout.length = at + spec.marker.length + spec.gap;
  return layout;
}

Stimulus level_ladder(const LevelLadderSpec& spec, SampleRate rate) {
  const LadderLayout layout = level_ladder_layout(spec, rate);
  Stimulus stimulus{rate, std::vector<float>(static_cast<std::size_t>(layout.length.value())), {}};
  const std::vector<float> marker = chirp(spec.marker, rate);
  std::vector<Segment> sounding;
  for (const SampleCount start : layout.markers) {
    std::copy(marker.begin(), marker.end(), stimulus.samples.begin() + start.value());
    sounding.push_back({SegmentRole::Marker, start, spec.marker.length, spec.marker});
  }
  for (std::size_t ladder = 0; ladder < spec.frequencies.size(); ++ladder) {
    write_ladder(layout, ladder, spec, rate, stimulus.samples);
  }
  for (std::size_t i = 0; i < layout.steps.size(); ++i) {
    const LadderStep& step = layout.steps[i];
    const bool last = i + 1 == layout.steps.size() || layout.steps[i + 1].ladder != step.ladder;
    const SampleCount length = last ? step.length + spec.ramp : step.length;
    const ToneSpec tone{step.frequency, length, SampleCount{0}, step.level};
    sounding.push_back({SegmentRole::Tone, step.start, length, tone});
  }
  stimulus.segments = with_silences(std::move(sounding), layout.length);
  return stimulus;
}

}  // namespace ampsweep::signals
