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

/// Where the sweep stands in the stimulus, and how far the silence after it reaches.
struct SweepPlace {
  signals::SweepSpec spec;
  SampleCount start{0};
  SampleCount end{0};
};

std::optional<SweepPlace> sweep_place(const std::vector<signals::Segment>& segments) {
  for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
    const auto* spec = std::get_if<signals::SweepSpec>(&segments[i].recipe);
    if (spec != nullptr) return SweepPlace{*spec, segments[i].start, segments[i + 1].end()};
  }
  return std::nullopt;
}

/// Accepted takes at the reference setting, in order of time.
std::vector<const AttemptRecord*> reference_takes(const Dataset& dataset) {
  std::vector<const AttemptRecord*> takes;
  for (const TakeRecord& take : dataset.takes) {
    if (take.planned.setting == dataset.plan.reference && take.accepted() != nullptr) {
      takes.push_back(take.accepted());
    }
  }
  std::stable_sort(takes.begin(), takes.end(), [](const auto* a, const auto* b) {
    return a->attempt.started < b->attempt.started;
  });
  return takes;
}

struct SweepReading {
  double gain_db{0.0};
  double thd_db{0.0};
};

std::optional<SweepReading> read_sweep(const SweepPlace& place, const std::vector<float>& take,
                                       SampleRate rate, double late, Hertz at) {
  const auto reach = static_cast<std::size_t>(std::max<std::int64_t>(
      0, std::min(std::llround(static_cast<double>(place.end.value()) + late),
                  static_cast<long long>(take.size()))));
  const auto response =
      analysis::sweep_response(place.spec, std::span{take}.first(reach), rate,
                               static_cast<double>(place.start.value()) + late, {10, {at.value()}});
  if (!response) return std::nullopt;
  const auto distortion = analysis::sweep_distortion(*response);
  const double thd_db = distortion.front().thd_f_db;
  const bool measured = thd_db > distortion.front().limit_db;
  return SweepReading{response->orders.front().points.front().level_db,
                      measured ? thd_db : std::nan("")};
}

}  // namespace

Result<ReferenceSeries> reference_readings(const Dataset& dataset, Hertz at,
                                           const ReferenceProgress& progress,
                                           const std::stop_token& stop) {
  const auto place = sweep_place(dataset.segments);
  if (!place) {
    return tl::unexpected(
        Fault{FaultCode::FormatMismatch, "the stimulus of this dataset holds no sweep"});
  }
  ReferenceSeries series{dataset.plan.reference, at, {}, {}};
  std::map<int, double> epoch_delay;
  std::optional<double> first;
  const auto takes = reference_takes(dataset);
  int done = 0;
  for (const AttemptRecord* take : takes) {
    if (stop.stop_requested()) {
      return tl::unexpected(Fault{FaultCode::Stopped, "reading the takes was stopped"});
    }
    const auto when = utc_seconds(take->attempt.started);
    if (!when) {
      return tl::unexpected(Fault{
          FaultCode::FormatMismatch,
          "take " + std::to_string(take->attempt.take) + " has no time of day in the ledger"});
    }
    const TakeMeasurements& measured = take->outcome->measured;
    const auto sound = read_take(dataset, *take->outcome);
    if (!sound) return tl::unexpected(sound.error());
    if (progress) progress(++done, static_cast<int>(takes.size()));
    const auto reading = read_sweep(*place, *sound, dataset.rate, measured.headroom_samples, at);
    if (!reading) continue;
    if (!first) first = *when;
    const double delay =
        epoch_delay.try_emplace(take->attempt.epoch, measured.delay_samples).first->second;
    series.takes.push_back(take->attempt.take);
    series.readings.push_back({Seconds{*when - *first}, reading->gain_db, reading->thd_db,
                               measured.delay_samples - delay});
  }
  return series;
}

}  // namespace ampsweep::rig
