// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/measure/reference_readings.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>

#include "analysis/sweep_distortion.hpp"
#include "analysis/sweep_response.hpp"
#include "rig/dataset/take_reader.hpp"
#include "rig/dataset/utc_time.hpp"

namespace ampsweep::rig {
namespace {

/// Accepted takes at the reference setting, in order of time.
std::vector<const AttemptRecord*> reference_takes(const Dataset& dataset) {
  std::vector<const AttemptRecord*> takes;
  for (const TakeRecord& take : dataset.takes) {
    if (take.planned.motion || take.planned.setting != dataset.plan.reference) continue;
    if (take.accepted() != nullptr) {
      takes.push_back(take.accepted());
    }
  }
  std::stable_sort(takes.begin(), takes.end(), [](const auto* a, const auto* b) {
    return a->attempt.started < b->attempt.started;
  });
  return takes;
}

std::optional<SweepReading> read_sweep(const signals::PlacedSweep& sweep,
                                       const std::vector<float>& take, SampleRate rate, double late,
                                       Hertz at) {
  const double end = std::round(static_cast<double>(sweep.quiet_until.value()) + late);
  const auto reach = std::min(static_cast<std::size_t>(std::max(0.0, end)), take.size());
  const auto response =
      analysis::sweep_response(sweep.spec, std::span{take}.first(reach), rate,
                               static_cast<double>(sweep.start.value()) + late, {10, {at.value()}});
  if (!response) return std::nullopt;
  return SweepReading{response->orders.front().points.front().level_db,
                      thd_above_limit(analysis::sweep_distortion(*response).front())};
}

}  // namespace

double thd_above_limit(const analysis::DistortionPoint& point) {
  return point.thd_f_db > point.limit_db ? point.thd_f_db : std::nan("");
}

Result<ReferenceSeries> reference_series(const Dataset& dataset, Hertz at, const ReadSweep& read) {
  ReferenceSeries series{dataset.plan.reference, at, {}, {}};
  std::map<int, double> epoch_delay;
  std::optional<double> first;
  for (const AttemptRecord* take : reference_takes(dataset)) {
    const auto when = utc_seconds(take->attempt.started);
    if (!when) {
      return tl::unexpected(Fault{
          FaultCode::FormatMismatch,
          "take " + std::to_string(take->attempt.take) + " has no time of day in the ledger"});
    }
    const auto reading = read(*take);
    if (!reading) return tl::unexpected(reading.error());
    if (!*reading) continue;
    if (!first) first = *when;
    const double delay = take->outcome->measured.delay_samples;
    const double at_first = epoch_delay.try_emplace(take->attempt.epoch, delay).first->second;
    series.takes.push_back(take->attempt.take);
    series.readings.push_back(
        {Seconds{*when - *first}, (*reading)->gain_db, (*reading)->thd_f_db, delay - at_first});
  }
  return series;
}

Result<ReferenceSeries> reference_readings(const Dataset& dataset, Hertz at,
                                           const ReferenceProgress& progress,
                                           const std::stop_token& stop) {
  const auto sweep = signals::first_sweep(dataset.segments);
  if (!sweep) {
    return tl::unexpected(
        Fault{FaultCode::FormatMismatch, "the stimulus of this dataset holds no sweep"});
  }
  const auto total = static_cast<int>(reference_takes(dataset).size());
  int done = 0;
  return reference_series(
      dataset, at, [&](const AttemptRecord& take) -> Result<std::optional<SweepReading>> {
        if (stop.stop_requested()) {
          return tl::unexpected(Fault{FaultCode::Stopped, "reading the takes was stopped"});
        }
        const auto sound = read_take(dataset, *take.outcome);
        if (!sound) return tl::unexpected(sound.error());
        if (progress) progress(++done, total);
        return read_sweep(*sweep, *sound, dataset.rate, take.outcome->measured.headroom_samples,
                          at);
      });
}

}  // namespace ampsweep::rig
