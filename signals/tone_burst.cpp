// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals/tone_burst.hpp"

#include <algorithm>
#include <cmath>

#include "signals/chirp.hpp"
#include "signals/scaling.hpp"
#include "signals/spec_checks.hpp"
#include "signals/tone.hpp"

namespace ampsweep::signals {
namespace {

constexpr std::int64_t kFewestBurstPeriods = 10;  ///< In each part.

std::int64_t burst_period(Hertz frequency, SampleRate rate) {
  return std::llround(static_cast<double>(rate.value()) / frequency.value());
}

SampleCount whole_burst_periods(SampleCount wanted, SampleCount period) {
  return SampleCount{(wanted.value() + period.value() / 2) / period.value() * period.value()};
}

}  // namespace

std::string objection(const ToneBurstSpec& spec, SampleRate rate) {
  if (rate.value() <= 0) return "the sample rate must be above zero";
  // Written so that NaN objects too.
  if (!(spec.frequency.value() >= 1.0 &&
        spec.frequency.value() <= 0.125 * static_cast<double>(rate.value()))) {
    return "the burst's frequency must lie between 1 Hz and an eighth of the sample rate";
  }
  if (!(spec.pilot_level.value() >= -200.0 && spec.pilot_level < spec.burst_level &&
        spec.burst_level.value() <= 0.0)) {
    return "the burst must be louder than the pilot and not pass 0 dBFS peak";
  }
  const std::int64_t least = kFewestBurstPeriods * burst_period(spec.frequency, rate);
  for (const SampleCount part : {spec.pilot, spec.burst, spec.tail}) {
    if (part.value() < least) return "pilot, burst and tail need at least ten periods each";
  }
  if (spec.gap.value() <= 0) return "the gaps must not be empty";
  return about_marker(spec.marker, rate);
}

ToneBurstSpec at_rate(ToneBurstSpec spec, SampleRate rate) {
  spec.pilot = at_rate(spec.pilot, rate);
  spec.burst = at_rate(spec.burst, rate);
  spec.tail = at_rate(spec.tail, rate);
  spec.gap = at_rate(spec.gap, rate);
  spec.marker = at_rate(spec.marker, rate);
  return spec;
}

BurstLayout tone_burst_layout(const ToneBurstSpec& spec, SampleRate rate) {
  BurstLayout layout;
  layout.period = SampleCount{burst_period(spec.frequency, rate)};
  layout.frequency =
      Hertz{static_cast<double>(rate.value()) / static_cast<double>(layout.period.value())};
  layout.markers.push_back(spec.gap);
  layout.pilot = spec.gap + spec.marker.length + spec.gap;
  layout.burst = layout.pilot + whole_burst_periods(spec.pilot, layout.period);
  layout.tail = layout.burst + whole_burst_periods(spec.burst, layout.period);
  layout.end = layout.tail + whole_burst_periods(spec.tail, layout.period);
  layout.markers.push_back(layout.end + spec.gap);
  layout.length = layout.markers.back() + spec.marker.length + spec.gap;
  return layout;
}

Stimulus tone_burst(const ToneBurstSpec& spec, SampleRate rate) {
  const BurstLayout layout = tone_burst_layout(spec, rate);
  Stimulus stimulus{rate, std::vector<float>(static_cast<std::size_t>(layout.length.value())), {}};
  SampleCount at{0};
  const auto silence_until = [&](SampleCount to) {
    if (to > at) stimulus.segments.push_back({SegmentRole::Silence, at, to - at, {}});
    at = to;
  };
  const auto put = [&](const std::vector<float>& sound, SegmentRole role, SampleCount start,
                       const SegmentRecipe& recipe) {
    silence_until(start);
    std::copy(sound.begin(), sound.end(), stimulus.samples.begin() + start.value());
    const SampleCount length{std::ssize(sound)};
    stimulus.segments.push_back({role, start, length, recipe});
    at = start + length;
  };
  const auto play = [&](DbFsPeak level, SampleCount start, SampleCount end) {
    const ToneSpec part{layout.frequency, end - start, SampleCount{0}, level};
    put(tone(part, rate), SegmentRole::Tone, start, part);
  };
  const std::vector<float> marker = chirp(spec.marker, rate);
  put(marker, SegmentRole::Marker, layout.markers.front(), spec.marker);
  play(spec.pilot_level, layout.pilot, layout.burst);
  play(spec.burst_level, layout.burst, layout.tail);
  play(spec.pilot_level, layout.tail, layout.end);
  put(marker, SegmentRole::Marker, layout.markers.back(), spec.marker);
  silence_until(layout.length);
  return stimulus;
}

}  // namespace ampsweep::signals
