// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/quantile.hpp"
#include "rig/verify/pair_settings.hpp"
#include "rig/verify/sound_fit.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kMovedSamples = 1.0;
constexpr std::size_t kFewestForAHabit = 3;  ///< Pairs before one of them can be the odd one.

using Takes = std::vector<const PairTake*>;

Takes with_delay(const PairSetReport& report) {
  Takes takes;
  for (const PairTake& take : report.takes) {
    if (take.measured && take.report.first_arrival) takes.push_back(&take);
  }
  return takes;
}

/// Growth of the delay from the first file to the last, by least squares over their order.
double trend_of(const std::vector<double>& delays) {
  const double middle = 0.5 * static_cast<double>(delays.size() - 1);
  double spread = 0.0;
  double covariance = 0.0;
  for (std::size_t i = 0; i < delays.size(); ++i) {
    const double at = static_cast<double>(i) - middle;
    spread += at * at;
    covariance += at * delays[i];
  }
  return spread > 0.0 ? covariance / spread * static_cast<double>(delays.size() - 1) : 0.0;
}

void add_delays(PairSetReport& report) {
  const Takes takes = with_delay(report);
  if (takes.empty()) return;
  std::vector<double> delays;
  double from = -1e300;
  double to = 1e300;
  for (const PairTake* take : takes) {
    const FirstArrival& arrival = *take->report.first_arrival;
    delays.push_back(arrival.samples);
    from = std::max(from, arrival.from_samples);
    to = std::min(to, arrival.to_samples);
  }
  PairSetFigures& figures = report.figures;
  const auto [least, most] = std::minmax_element(delays.begin(), delays.end());
  figures.delay_spread_samples = *most - *least;
  figures.delay_samples = analysis::middle_of(delays);
  if (delays.size() >= kFewestForAHabit) figures.delay_trend_samples = trend_of(delays);
  if (from <= to) {
    figures.common_from_samples = from;
    figures.common_to_samples = to;
  }
  if (takes.size() < kFewestForAHabit) return;
  for (const PairTake* take : takes) {
    const FirstArrival& arrival = *take->report.first_arrival;
    const double off = std::max(arrival.from_samples - *figures.delay_samples,
                                *figures.delay_samples - arrival.to_samples);
    if (off <= kMovedSamples) continue;
    report.faults.push_back(
        {take->pair.target,
         {FaultCode::DelayMoved,
          fmt::format(
              "{} answers after {:.1f} samples ({:.1f} to {:.1f}) where the set has {:.1f}: "
              "align it, or record it again",
              take->pair.target, arrival.samples, arrival.from_samples, arrival.to_samples,
              *figures.delay_samples)}});
  }
}

void add_drift(PairSetReport& report) {
  for (const PairTake& take : report.takes) {
    if (!take.measured || !take.report.drift_ppm) continue;
    const double growth =
        std::abs(*take.report.drift_ppm) * 1e-6 * static_cast<double>(take.report.x.frames.value());
    report.figures.worst_drift_samples =
        std::max(report.figures.worst_drift_samples.value_or(0.0), growth);
  }
}

/// A rate that most pairs do not have.
void add_odd_rates(PairSetReport& report) {
  std::map<std::int32_t, int> rates;
  for (const PairTake& take : report.takes) {
    if (take.measured && take.report.y.rate.value() != 0) ++rates[take.report.y.rate.value()];
  }
  for (const auto& [rate, count] : rates) report.figures.measured += count;
  if (report.figures.measured < static_cast<int>(kFewestForAHabit)) return;
  const auto most = std::max_element(
      rates.begin(), rates.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  if (2 * most->second <= report.figures.measured) return;
  for (const PairTake& take : report.takes) {
    const std::int32_t rate = take.report.y.rate.value();
    if (!take.measured || rate == 0 || rate == most->first) continue;
    report.faults.push_back(
        {take.pair.target,
         {FaultCode::FormatMismatch, fmt::format("{} is at {} Hz, most of the set at {} Hz",
                                                 take.pair.target, rate, most->first)}});
  }
}

}  // namespace

void add_set_checks(PairSetReport& report, const std::stop_token& stop) {
  add_delays(report);
  add_drift(report);
  add_odd_rates(report);
  add_odd_polarities(report);
  add_same_sound(report);
  add_setting_checks(report);
  add_sound_checks(report, stop);
}

}  // namespace ampsweep::rig
