// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/take_measurement.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ampsweep::rig {
namespace {

using signals::MeasurementProgramme;
using signals::Segment;
using signals::SegmentRole;

constexpr Seconds kSettle{0.25};
constexpr Seconds kIdleGuard{0.3};  // what sounded before has died away

/// A recording and where the programme lies in it.
class MeasuredTake {
 public:
  MeasuredTake(const MeasurementProgramme& programme, std::span<const float> take, double late)
      : programme_(programme), take_(take), late_(late) {}

  [[nodiscard]] SampleRate rate() const { return programme_.stimulus.rate; }
  [[nodiscard]] const std::vector<Segment>& segments() const {
    return programme_.stimulus.segments;
  }
  [[nodiscard]] std::span<const float> all() const { return take_; }
  /// Sample of the take at which a sample of the programme stands.
  [[nodiscard]] double at(SampleCount start) const {
    return static_cast<double>(start.value()) + late_;
  }
  /// Empty when the take does not reach that far.
  [[nodiscard]] std::span<const float> between(SampleCount from, SampleCount to) const {
    const auto first = std::llround(at(from));
    const auto last = std::llround(at(to));
    if (first < 0 || first >= last || last > static_cast<std::int64_t>(take_.size())) return {};
    return take_.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
  }
  /// From the recording's first sample, so that at() holds for it too; all when it ends sooner.
  [[nodiscard]] std::span<const float> until(SampleCount to) const {
    const auto last = static_cast<std::size_t>(std::max(0.0, std::round(at(to))));
    return take_.first(std::min(last, take_.size()));
  }

 private:
  const MeasurementProgramme& programme_;
  std::span<const float> take_;
  double late_;
};

/// The settled part of a steady sound.
template <class Spec>
std::span<const float> settled(const MeasuredTake& take, const Segment& segment, const Spec& spec) {
  return take.between(segment.start + samples(kSettle, take.rate()), segment.end() - spec.fade);
}

void measure_tones(const MeasuredTake& take, TakeMeasurement& result) {
  for (const Segment& segment : take.segments()) {
    const auto* spec = std::get_if<signals::ToneSpec>(&segment.recipe);
    // Steps of a ladder and parts of a burst are tones too, shorter ones.
    if (spec == nullptr || segment.role != SegmentRole::Tone ||
        segment.length < samples(Seconds{1.5}, take.rate()) || spec->fade == SampleCount{0}) {
      continue;
    }
    analysis::ToneOptions options;
    options.fundamental = spec->frequency;
    options.harmonics = 20;
    result.tones.push_back(
        {*spec, analysis::measure_tone(settled(take, segment, *spec), take.rate(), options)});
  }
}

void measure_pairs(const MeasuredTake& take, TakeMeasurement& result) {
  for (const Segment& segment : take.segments()) {
    const auto* spec = std::get_if<signals::TwoToneSpec>(&segment.recipe);
    if (spec == nullptr) continue;
    result.pairs.push_back(
        {*spec, analysis::measure_intermodulation(settled(take, segment, *spec), take.rate(),
                                                  spec->low, spec->high)});
  }
}

void measure_sweep(const MeasuredTake& take, TakeMeasurement& result) {
  const auto sweep = signals::first_sweep(take.segments());
  if (!sweep) return;
  // Nothing of what follows the sweep's decay may be heard.
  auto response = analysis::sweep_response(sweep->spec, take.until(sweep->quiet_until), take.rate(),
                                           take.at(sweep->start), {});
  if (response) result.distortion = analysis::sweep_distortion(*response);
  result.sweep.emplace(sweep->spec, std::move(response));
}

/// The sweep in amp and loopback as recorded.
void measure_linear(const MeasurementProgramme& programme, const RecordedPair& pair,
                    TakeMeasurement& result) {
  const auto sweep = signals::first_sweep(programme.stimulus.segments);
  if (!sweep) return;
  const SampleRate rate = programme.stimulus.rate;
  const double loopback_delay = pair.delay_samples - pair.offset_samples;
  const MeasuredTake amp{programme, pair.amp, pair.delay_samples};
  const MeasuredTake loopback{programme, pair.loopback, loopback_delay};
  result.linear =
      analysis::linear_response(analysis::shape_of(sweep->spec, rate),
                                amp.until(sweep->quiet_until), loopback.until(sweep->quiet_until),
                                rate, loopback.at(sweep->start), {pair.offset_samples, {}});
}

void measure_dynamics(const MeasuredTake& take, const MeasurementProgramme& programme,
                      TakeMeasurement& result) {
  if (programme.ladder) {
    const auto& part = *programme.ladder;
    result.ladder = {part.spec, analysis::level_curves(part.spec, take.all(), take.rate(),
                                                       {take.at(part.start), 0.0})};
  }
  if (programme.multisine) {
    const auto& part = *programme.multisine;
    // From a little before, so that the head-room's shift stays a delay.
    const SampleCount lead = samples(Seconds{0.2}, take.rate());
    const auto sound =
        take.between(part.start - lead, part.start + signals::multisine_length(part.spec) + lead);
    const double first = std::round(take.at(part.start - lead));
    result.multisine = {part.spec, analysis::best_linear(part.spec, sound, {}, take.rate(),
                                                         take.at(part.start) - first)};
  }
  for (const auto& part : programme.bursts) {
    result.bursts.push_back({part.spec, analysis::burst_response(part.spec, take.all(), take.rate(),
                                                                 {take.at(part.start), 0.0})});
  }
}

/// The first silence, and the one before the last marker.
void measure_idles(const MeasuredTake& take, TakeMeasurement& result) {
  const auto& segments = take.segments();
  const SampleCount guard = samples(kIdleGuard, take.rate());
  const Segment& before = segments.front();
  const Segment& after = segments[segments.size() - 3];
  result.idle_before = analysis::measure_noise(
      take.between(before.start, before.end() - samples(Seconds{0.02}, take.rate())), take.rate());
  result.idle_after = analysis::measure_noise(
      take.between(after.start + guard, after.end() - samples(Seconds{0.02}, take.rate())),
      take.rate());
  if (!result.idle_before || !result.idle_after) return;
  if (auto change = analysis::compare_noise(*result.idle_before, *result.idle_after)) {
    result.noise_change = std::move(*change);
  }
}

}  // namespace

TakeMeasurement measure_take(const MeasurementProgramme& programme, std::span<const float> take,
                             double headroom_samples, const std::optional<RecordedPair>& pair) {
  const MeasuredTake measured{programme, take, headroom_samples};
  TakeMeasurement result;
  measure_sweep(measured, result);
  if (pair) measure_linear(programme, *pair, result);
  measure_tones(measured, result);
  measure_pairs(measured, result);
  measure_dynamics(measured, programme, result);
  measure_idles(measured, result);
  return result;
}

}  // namespace ampsweep::rig
