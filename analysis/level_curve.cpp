// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/level_curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

#include "analysis/known_tone.hpp"
#include "analysis/sound_check.hpp"
#include "signals/level.hpp"

namespace ampsweep::analysis {
namespace {

constexpr double kUnknownStep = std::numeric_limits<double>::quiet_NaN();
constexpr double kDetection = 3.0;  ///< Sigmas below which nothing is claimed.
constexpr double kSmallSignalSpanDb = 6.0;
constexpr double kFlatDb = 0.05;
constexpr double kLevelDbPerNeper = 20.0 / std::numbers::ln10;
constexpr int kFittedOrders = 40;        ///< More than reported, so they are not taken as noise.
constexpr double kLeastExplained = 0.5;  ///< At a loud step: less, and the tone is not there.

tl::unexpected<Refusal> refuse_ladder(Refusal::Reason reason, std::string detail) {
  return tl::unexpected(Refusal{reason, std::move(detail)});
}

double db_of(double amplitude) { return 20.0 * std::log10(amplitude); }

StepHarmonic harmonic_of(const KnownTone& tone, int order, double fundamental) {
  const double raw = std::abs(tone.orders[static_cast<std::size_t>(order - 1)]);
  StepHarmonic harmonic{order, kUnknownStep, db_of(kDetection * tone.sigma / fundamental),
                        raw > kDetection * tone.sigma};
  // The noise of both quadratures adds to the power: taken out again.
  if (harmonic.measured) {
    harmonic.level_dbc = db_of(std::sqrt(raw * raw - 2.0 * tone.sigma * tone.sigma) / fundamental);
  }
  return harmonic;
}

void sum_harmonics(LevelStep& step, const KnownTone& tone, int orders, double fundamental) {
  double power = 0.0;
  const double noise = 2.0 * tone.sigma * tone.sigma;
  for (int order = 2; order <= orders; ++order) {
    step.harmonics.push_back(harmonic_of(tone, order, fundamental));
    power += std::norm(tone.orders[static_cast<std::size_t>(order - 1)]) - noise;
  }
  // Each order's noise power is exponential with mean and deviation `noise`.
  const double least = kDetection * noise * std::sqrt(std::max(1.0, orders - 1.0));
  step.thd_f_limit_db = db_of(std::sqrt(least) / fundamental);
  step.thd_f_db = power > least ? db_of(std::sqrt(power) / fundamental) : kUnknownStep;
}

LevelStep unknown_step(DbFsPeak input) {
  LevelStep step;
  step.input = input;
  step.output = DbFsPeak{kUnknownStep};
  step.gain_db = step.gain_sigma_db = step.compression_db = kUnknownStep;
  step.thd_f_db = step.thd_f_limit_db = step.dc = step.dc_sigma = kUnknownStep;
  step.residual_dbfs_rms = kUnknownStep;
  return step;
}

LevelStep step_of(const KnownTone& tone, DbFsPeak input, int orders) {
  LevelStep step = unknown_step(input);
  const double fundamental = std::abs(tone.orders.front());
  step.dc = tone.dc;
  step.dc_sigma = tone.sigma / std::numbers::sqrt2;
  step.residual_dbfs_rms = db_of(tone.residual_rms);
  if (!(fundamental > kDetection * tone.sigma)) return step;
  step.output = level_of_peak(fundamental);
  step.gain_db = (step.output - input).value();
  step.gain_sigma_db = kLevelDbPerNeper * tone.sigma / fundamental;
  sum_harmonics(step, tone, orders, fundamental);
  return step;
}

/// Mean gain of the quietest steps, and whether it is one gain.
void find_small_signal(LevelCurve& curve) {
  const double top = curve.up.front().input.value() + kSmallSignalSpanDb + 1e-6;
  double weight = 0.0;
  double sum = 0.0;
  for (const LevelStep& step : curve.up) {
    if (step.input.value() > top || !std::isfinite(step.gain_db)) continue;
    const double w = 1.0 / (step.gain_sigma_db * step.gain_sigma_db);
    weight += w;
    sum += w * step.gain_db;
  }
  curve.small_signal_gain_db = weight > 0.0 ? sum / weight : kUnknownStep;
  curve.small_signal_sigma_db = weight > 0.0 ? 1.0 / std::sqrt(weight) : kUnknownStep;
  curve.small_signal_flat = weight > 0.0;
  for (const LevelStep& step : curve.up) {
    if (step.input.value() > top || !std::isfinite(step.gain_db)) continue;
    const double off = std::abs(step.gain_db - curve.small_signal_gain_db);
    if (off > kFlatDb + kDetection * step.gain_sigma_db) curve.small_signal_flat = false;
  }
}

void finish(LevelCurve& curve) {
  find_small_signal(curve);
  std::vector<CompressionReading> readings;
  for (auto* leg : {&curve.up, &curve.down}) {
    for (LevelStep& step : *leg) step.compression_db = step.gain_db - curve.small_signal_gain_db;
  }
  for (const LevelStep& step : curve.up) {
    readings.push_back({step.input.value(), step.compression_db,
                        std::hypot(step.gain_sigma_db, curve.small_signal_sigma_db)});
  }
  curve.at_1db = compression_point(readings, Decibels{1.0});
  curve.at_3db = compression_point(readings, Decibels{3.0});
  for (std::size_t i = 0; i < curve.up.size(); ++i) {
    curve.down_minus_up_db.push_back(curve.down[i].gain_db - curve.up[i].gain_db);
    curve.down_minus_up_sigma_db.push_back(
        std::hypot(curve.down[i].gain_sigma_db, curve.up[i].gain_sigma_db));
  }
}

std::string unusable_ladder(const signals::LevelLadderSpec& spec, SampleRate rate,
                            const Placement& place, const LevelCurveOptions& options) {
  if (std::string why = signals::objection(spec, rate); !why.empty()) return why;
  if (!std::isfinite(place.delay_samples) || !(std::abs(place.drift_ppm) < 1e5)) {
    return "the place of the ladder is unusable";
  }
  if (options.orders < 2 || options.orders > 20) return "the orders must be 2 to 20";
  return {};
}

/// Steps within this of the top must show their tone.
constexpr double kLoudSpanDb = 20.0;

Measured<LevelStep> measure_step(const signals::LadderStep& step, DbFsPeak top,
                                 std::span<const float> window, double omega, int orders) {
  if (!clipped_runs(window).empty()) {
    LevelStep clipped = unknown_step(step.level);
    clipped.clipped = true;
    return clipped;
  }
  const KnownTone tone = fit_known_tone(window, omega, orders_in_band(omega, kFittedOrders));
  if ((top - step.level).value() < kLoudSpanDb && tone.explained() < kLeastExplained) {
    return refuse_ladder(Refusal::Reason::NoMatch,
                         "the recording does not hold the ladder's tone where a loud step should "
                         "be: another ladder, or not its recording");
  }
  const int reported = std::min(orders, static_cast<int>(tone.orders.size()));
  return step_of(tone, step.level, reported);
}

}  // namespace

Measured<LevelCurves> level_curves(const signals::LevelLadderSpec& spec,
                                   std::span<const float> recording, SampleRate rate,
                                   const Placement& place, const LevelCurveOptions& options) {
  if (const std::string why = unusable_ladder(spec, rate, place, options); !why.empty()) {
    return refuse_ladder(Refusal::Reason::BadParameter, why);
  }
  if (!all_finite(recording)) {
    return refuse_ladder(Refusal::Reason::NotFinite, "the recording is not finite");
  }
  if (peak(recording) == 0.0) {
    return refuse_ladder(Refusal::Reason::Silent, "the recording is silent");
  }
  const signals::LadderLayout layout = signals::level_ladder_layout(spec, rate);
  LevelCurves result{place, std::vector<LevelCurve>(spec.frequencies.size())};
  bool any_known = false;
  for (const signals::LadderStep& step : layout.steps) {
    LevelCurve& curve = result.curves[step.ladder];
    curve.frequency = step.frequency;
    const auto window = place.window(recording, step.measure_from(), step.measured);
    if (window.empty()) {
      return refuse_ladder(Refusal::Reason::TooShort,
                           "the recording does not hold the whole ladder");
    }
    const auto measured =
        measure_step(step, spec.to, window, place.omega(step.frequency, rate), options.orders);
    if (!measured) return tl::unexpected(measured.error());
    any_known = any_known || !measured->clipped;
    (step.leg == signals::LadderLeg::Up ? curve.up : curve.down).push_back(*measured);
  }
  if (!any_known) {
    return refuse_ladder(Refusal::Reason::Clipped, "the recording clips at every step");
  }
  for (LevelCurve& curve : result.curves) {
    std::reverse(curve.down.begin(), curve.down.end());
    finish(curve);
  }
  return result;
}

}  // namespace ampsweep::analysis
