// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/burst_response.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "analysis/exponential_fit.hpp"
#include "analysis/isotonic.hpp"
#include "analysis/known_tone.hpp"
#include "analysis/sound_check.hpp"
#include "analysis/tone_envelope.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kUnresolved = std::numeric_limits<double>::quiet_NaN();
constexpr double kBurstDetection = 3.0;
constexpr double kBurstExplained = 0.5;
constexpr double kGuardSeconds = 0.005;
constexpr double kAfterSeconds = 0.05;
constexpr std::int64_t kAfterPeriods = 10;
constexpr int kQuietOrders = 20;
constexpr double kLeastGainChange = 1e-4;  ///< Of the gain: 0.001 dB.
constexpr double kLeastDcChange = 1e-6;    ///< Full scale.

tl::unexpected<Refusal> refuse_burst(Refusal::Reason reason, std::string detail) {
  return tl::unexpected(Refusal{reason, std::move(detail)});
}

double in_db(double linear) { return 20.0 * std::log10(linear); }

/// The burst in its recording, all that the parts below need.
struct BurstScene {
  signals::BurstLayout layout;
  std::span<const float> recording;
  double rate{48000.0};
  Placement place;
  double omega{0.0};  ///< In the recording.
  SampleCount guard{0};
};

/// First time at which the values, made monotone, have gone `share` of the way.
double share_crossing(std::span<const TimedValue> values, const ExponentialFit& fit, double share) {
  const double sign = fit.end > fit.start ? 1.0 : -1.0;
  std::vector<double> moved;
  for (const TimedValue& value : values) {
    moved.push_back(sign * (value.value - fit.start) / std::abs(fit.end - fit.start));
  }
  const std::vector<double> monotone = rising_fit(moved);
  for (std::size_t i = 0; i < monotone.size(); ++i) {
    if (monotone[i] < share) continue;
    if (i == 0) return values[0].time_s;
    const double part = (share - monotone[i - 1]) / (monotone[i] - monotone[i - 1]);
    return values[i - 1].time_s + part * (values[i].time_s - values[i - 1].time_s);
  }
  return kUnresolved;
}

Settling settling_of(std::span<const TimedValue> values, double period_s, double least_change) {
  Settling settling;
  settling.tau_s = settling.tau_sigma_s = settling.t63_s = settling.t90_s = kUnresolved;
  settling.start = settling.end = settling.change = settling.change_sigma = kUnresolved;
  settling.residual = kUnresolved;
  const Measured<ExponentialFit> fit = fit_exponential(values, period_s);
  if (!fit || !fit->resolved || std::abs(fit->end - fit->start) < least_change) return settling;
  settling.resolved = true;
  settling.start = fit->start;
  settling.end = fit->end;
  settling.change = fit->end - fit->start;
  settling.change_sigma = fit->change_sigma;
  settling.tau_s = fit->tau_s;
  settling.tau_sigma_s = fit->tau_sigma_s;
  settling.t63_s = share_crossing(values, *fit, 1.0 - 1.0 / std::numbers::e);
  settling.t90_s = share_crossing(values, *fit, 0.9);
  settling.residual = fit->residual_rms / std::abs(settling.change);
  return settling;
}

/// A gain's settling in dB; it is fitted as a factor, as a supply that sags scales the output.
Settling gain_settling(std::span<const TimedValue> values, double period_s) {
  double average = 0.0;
  for (const TimedValue& value : values)
    average += value.value / static_cast<double>(values.size());
  Settling settling = settling_of(values, period_s, kLeastGainChange * average);
  if (!settling.resolved || !(settling.start > 0.0 && settling.end > 0.0)) {
    settling.resolved = false;
    return settling;
  }
  const double slope = 20.0 / std::numbers::ln10 / settling.start;
  settling.change_sigma *= slope;
  settling.start = in_db(settling.start);
  settling.end = in_db(settling.end);
  settling.change = settling.end - settling.start;
  return settling;
}

/// Values of one part after its guard, time from the part's start.
template <class Value>
std::vector<TimedValue> part_of(const std::vector<EnvelopePoint>& points, const BurstScene& scene,
                                SampleCount start, SampleCount end, const Value& value) {
  std::vector<TimedValue> values;
  const double half = 0.5 * static_cast<double>(scene.layout.period.value());
  const auto from = static_cast<double>((start + scene.guard).value());
  for (const EnvelopePoint& point : points) {
    // The last period may touch the next part when the delay is off by a little.
    const bool inside = point.centre - half >= from - 1.0 &&
                        point.centre + 3.0 * half <= static_cast<double>(end.value()) + 1.0;
    if (!inside) continue;
    values.push_back(
        {(point.centre - static_cast<double>(start.value())) / scene.rate, value(point)});
  }
  return values;
}

QuietReading quiet_reading(const BurstScene& scene, SampleCount from, SampleCount length,
                           DbFsPeak level) {
  const int orders = orders_in_band(scene.omega, kQuietOrders);
  const KnownTone tone = fit_known_tone(
      without_moving_dc(scene.recording, scene.place, from, length, scene.layout.period),
      scene.omega, orders);
  const auto whole = scene.place.window(scene.recording, from, length);
  const double fundamental = std::abs(tone.orders[0]);
  const double second = std::abs(tone.orders[1]);
  QuietReading quiet;
  quiet.from_s = static_cast<double>((from - scene.layout.burst).value()) / scene.rate;
  quiet.length_s = static_cast<double>(length.value()) / scene.rate;
  quiet.dc = mean(whole);
  quiet.dc_sigma = tone.sigma / std::numbers::sqrt2;
  quiet.gain_db = quiet.gain_sigma_db = quiet.h2_dbc = quiet.h2_limit_dbc = kUnresolved;
  if (!(fundamental > kBurstDetection * tone.sigma)) return quiet;
  quiet.gain_db = (level_of_peak(fundamental) - level).value();
  quiet.gain_sigma_db = 20.0 / std::numbers::ln10 * tone.sigma / fundamental;
  quiet.h2_limit_dbc = in_db(kBurstDetection * tone.sigma / fundamental);
  if (second > kBurstDetection * tone.sigma) {
    quiet.h2_dbc = in_db(std::sqrt(second * second - 2.0 * tone.sigma * tone.sigma) / fundamental);
  }
  return quiet;
}

std::string unusable_burst(const signals::ToneBurstSpec& spec, SampleRate rate,
                           const Placement& place, const BurstOptions& options) {
  if (std::string why = signals::objection(spec, rate); !why.empty()) return why;
  if (!std::isfinite(place.delay_samples) || !(std::abs(place.drift_ppm) < 1e5)) {
    return "the place of the burst is unusable";
  }
  if (options.orders < 2 || options.orders > 10) return "the orders must be 2 to 10";
  if (options.guard.value() < 0) return "the guard must not be negative";
  return {};
}

Measured<BurstScene> scene_of(const signals::ToneBurstSpec& spec, std::span<const float> recording,
                              SampleRate rate, const Placement& place,
                              const BurstOptions& options) {
  if (const std::string why = unusable_burst(spec, rate, place, options); !why.empty()) {
    return refuse_burst(Refusal::Reason::BadParameter, why);
  }
  BurstScene scene{signals::tone_burst_layout(spec, rate),
                   recording,
                   static_cast<double>(rate.value()),
                   place,
                   0.0,
                   options.guard};
  const signals::BurstLayout& layout = scene.layout;
  scene.omega = place.omega(layout.frequency, rate);
  if (scene.guard.value() == 0) {
    scene.guard = std::max(layout.period * std::int64_t{2}, samples(Seconds{kGuardSeconds}, rate));
  }
  const SampleCount shortest =
      std::min({layout.burst - layout.pilot, layout.tail - layout.burst, layout.end - layout.tail});
  if (shortest < scene.guard * std::int64_t{3}) {
    return refuse_burst(Refusal::Reason::BadParameter, "a part is not three guard times long");
  }
  const auto all = place.window(recording, layout.pilot, layout.end - layout.pilot);
  const auto loud = place.window(recording, layout.burst, layout.tail - layout.burst);
  if (all.empty()) {
    return refuse_burst(Refusal::Reason::TooShort, "the recording does not hold the whole burst");
  }
  if (!all_finite(all)) {
    return refuse_burst(Refusal::Reason::NotFinite, "the recording is not finite");
  }
  if (peak(all) == 0.0) {
    return refuse_burst(Refusal::Reason::Silent, "the recording is silent");
  }
  if (!clipped_runs(all).empty()) {
    return refuse_burst(Refusal::Reason::Clipped, "the recording clips during the burst");
  }
  const KnownTone tone =
      fit_known_tone(loud, scene.omega, orders_in_band(scene.omega, kQuietOrders));
  if (tone.explained() < kBurstExplained) {
    return refuse_burst(Refusal::Reason::NoMatch,
                        "the recording does not hold the burst's tone where it should be: another "
                        "stimulus, or not its recording");
  }
  return scene;
}

/// Less than a period from a change of level, where a period holds both sides.
bool beside_a_change(const EnvelopePoint& point, const BurstScene& scene) {
  const signals::BurstLayout& layout = scene.layout;
  for (const SampleCount change : {layout.pilot, layout.burst, layout.tail, layout.end}) {
    if (std::abs(point.centre - static_cast<double>(change.value())) <
        static_cast<double>(layout.period.value())) {
      return true;
    }
  }
  return false;
}

BurstPoint burst_point(const EnvelopePoint& point, const BurstScene& scene, double played) {
  BurstPoint burst;
  burst.time_s = (point.centre - static_cast<double>(scene.layout.burst.value())) / scene.rate;
  burst.dc = point.dc;
  const bool known = !beside_a_change(point, scene);
  const double fundamental = known ? std::abs(point.orders.front()) : kUnresolved;
  burst.gain_db = in_db(fundamental / played);
  for (std::size_t k = 1; k < point.orders.size(); ++k) {
    burst.harmonics_dbc.push_back(in_db(std::abs(point.orders[k]) / fundamental));
  }
  return burst;
}

}  // namespace

Measured<BurstResponse> burst_response(const signals::ToneBurstSpec& spec,
                                       std::span<const float> recording, SampleRate rate,
                                       const Placement& place, const BurstOptions& options) {
  const Measured<BurstScene> scene = scene_of(spec, recording, rate, place, options);
  if (!scene) return tl::unexpected(scene.error());
  const signals::BurstLayout& layout = scene->layout;
  const auto points =
      tone_envelope(recording, place, layout.pilot, layout.end, layout.period, options.orders);
  const double quiet = amplitude(spec.pilot_level);
  const double loud = amplitude(spec.burst_level);
  const auto played = [&](const EnvelopePoint& point) {
    const bool in_burst = point.centre >= static_cast<double>(layout.burst.value()) &&
                          point.centre < static_cast<double>(layout.tail.value());
    return in_burst ? loud : quiet;
  };
  const auto gain = [&](const EnvelopePoint& point) {
    return std::abs(point.orders.front()) / played(point);
  };
  const auto dc = [](const EnvelopePoint& point) { return point.dc; };
  const double period_s = static_cast<double>(layout.period.value()) / scene->rate;

  BurstResponse result;
  result.frequency = layout.frequency;
  result.pilot_level = spec.pilot_level;
  result.burst_level = spec.burst_level;
  for (const EnvelopePoint& point : points) {
    result.envelope.push_back(burst_point(point, *scene, played(point)));
  }
  const auto in_burst = [&](const auto& value) {
    return part_of(points, *scene, layout.burst, layout.tail, value);
  };
  const auto in_tail = [&](const auto& value) {
    return part_of(points, *scene, layout.tail, layout.end, value);
  };
  result.attack = gain_settling(in_burst(gain), period_s);
  result.release = gain_settling(in_tail(gain), period_s);
  result.dc_attack = settling_of(in_burst(dc), period_s, kLeastDcChange);
  result.dc_release = settling_of(in_tail(dc), period_s, kLeastDcChange);

  const SampleCount pilot = layout.burst - layout.pilot;
  const SampleCount tail = layout.end - layout.tail;
  const SampleCount half = pilot / std::int64_t{2};
  const SampleCount after =
      std::max(layout.period * kAfterPeriods, samples(Seconds{kAfterSeconds}, rate));
  const SampleCount quarter = tail / std::int64_t{4};
  // A period is kept clear of each change of level.
  result.before =
      quiet_reading(*scene, layout.pilot + half, pilot - half - layout.period, spec.pilot_level);
  result.after =
      quiet_reading(*scene, layout.tail + scene->guard,
                    std::min(after, tail - scene->guard * std::int64_t{2}), spec.pilot_level);
  result.at_rest =
      quiet_reading(*scene, layout.end - quarter, quarter - layout.period, spec.pilot_level);
  return result;
}

}  // namespace ampsweep::analysis
