// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "analysis/quantile.hpp"
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

std::string pair_setting_text(const SoundPair& pair) {
  std::string text;
  for (const auto& [knob, value] : pair.setting) {
    text += fmt::format("{}{}={:g}", text.empty() ? "" : " ", knob, value);
  }
  return text;
}

/// Equal sound where labels or splits say that it is not.
void add_same_sound(PairSetReport& report) {
  std::map<std::string, const PairTake*> known;
  for (const PairTake& take : report.takes) {
    if (!take.measured || take.report.y.sound_id.empty() || take.report.y.silent) continue;
    const auto [at, fresh] = known.try_emplace(take.report.y.sound_id, &take);
    if (fresh) continue;
    const PairTake& other = *at->second;
    const bool settings = take.pair.setting != other.pair.setting;
    const bool splits = take.splits != other.splits;
    report.faults.push_back(
        {take.pair.target,
         {FaultCode::TakeMismatch,
          fmt::format("{} holds the very sound of {}{}{}: copy the right file", take.pair.target,
                      other.pair.target, settings ? ", under another setting" : "",
                      splits ? ", in another split (a leak)" : "")}});
  }
}

/// One setting in two of the splits, where splits are settings.
void add_leaks(PairSetReport& report) {
  std::map<std::vector<std::pair<std::string, double>>, const PairTake*> known;
  for (const PairTake& take : report.takes) {
    if (take.pair.setting.empty() || take.splits.empty()) continue;
    const auto [at, fresh] = known.try_emplace(take.pair.setting, &take);
    if (fresh || report.cut_in_time || take.splits == at->second->splits) continue;
    report.faults.push_back(
        {take.pair.target,
         {FaultCode::LabelMismatch,
          fmt::format("{} ({}) is in {} and the same setting, {}, in {}: a leak between splits",
                      take.pair.target, pair_setting_text(take.pair), take.splits.front(),
                      at->second->pair.target, at->second->splits.front())}});
  }
  report.figures.settings = static_cast<int>(known.size());
}

void add_odd_ones(PairSetReport& report) {
  std::map<int, int> polarities;
  std::map<std::int32_t, int> rates;
  int measured = 0;
  for (const PairTake& take : report.takes) {
    if (!take.measured || take.report.y.rate.value() == 0) continue;
    ++measured;
    ++rates[take.report.y.rate.value()];
    if (take.report.polarity != 0) ++polarities[take.report.polarity];
  }
  report.figures.measured = measured;
  if (measured < static_cast<int>(kFewestForAHabit)) return;
  const int usual = polarities[1] >= polarities[-1] ? 1 : -1;
  const auto most = std::max_element(
      rates.begin(), rates.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  for (const PairTake& take : report.takes) {
    if (!take.measured || take.report.y.rate.value() == 0) continue;
    const std::string& file = take.pair.target;
    if (take.report.polarity == -usual && polarities[usual] > polarities[-usual]) {
      report.faults.push_back({file,
                               {FaultCode::PolarityInverted,
                                file + " is upside down against most of the set: invert it"}});
    }
    if (take.report.y.rate.value() != most->first && most->second > measured / 2) {
      report.faults.push_back(
          {file,
           {FaultCode::FormatMismatch, fmt::format("{} is at {} Hz, most of the set at {} Hz", file,
                                                   take.report.y.rate.value(), most->first)}});
    }
  }
}

void add_coverage(PairSetReport& report) {
  std::map<std::string, std::set<double>> values;
  for (const PairTake& take : report.takes) {
    for (const auto& [knob, value] : take.pair.setting) values[knob].insert(value);
  }
  for (const auto& [knob, different] : values) {
    LabelCoverage coverage{knob, {different.begin(), different.end()}, 0.0, 0.0, 0.0};
    const double span = coverage.values.back() - coverage.values.front();
    for (std::size_t i = 1; i < coverage.values.size(); ++i) {
      const double gap = (coverage.values[i] - coverage.values[i - 1]) / span;
      if (gap <= coverage.largest_gap) continue;
      coverage.largest_gap = gap;
      coverage.gap_from = coverage.values[i - 1];
      coverage.gap_to = coverage.values[i];
    }
    report.figures.knobs.push_back(std::move(coverage));
  }
}

}  // namespace

void add_set_checks(PairSetReport& report) {
  add_delays(report);
  add_drift(report);
  add_same_sound(report);
  add_leaks(report);
  add_odd_ones(report);
  add_coverage(report);
  add_sound_checks(report);
}

}  // namespace ampsweep::rig
