// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/session_series.hpp"

#include <cmath>
#include <map>

#include "rig/dataset/capture_order.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kBandFromHz = 100.0;
constexpr double kBandToHz = 5000.0;

/// Level differences of two linear responses at the third octaves where both are measured.
ReferenceDrift compared(const ReportData& data, const HarmonicCurve& first,
                        const HarmonicCurve& now) {
  ReferenceDrift drift;
  double sum = 0.0;
  int count = 0;
  for (const double hz : data.grid.harmonic_hz) {
    if (hz < kBandFromHz || hz > kBandToHz) continue;
    const auto at = nearest_point(data.grid.response_hz, hz);
    if (!at) continue;
    const double change = now.level_db[*at] - first.level_db[*at];
    if (!std::isfinite(change)) continue;
    sum += change;
    ++count;
    if (std::abs(change) > std::abs(drift.worst_band_db)) {
      drift.worst_band_db = change;
      drift.worst_band_hz = hz;
    }
  }
  drift.level_db = count > 0 ? sum / count : std::nan("");
  return drift;
}

}  // namespace

std::vector<SessionPoint> session_points(const ReportData& data) {
  const auto& takes = data.dataset.takes;
  std::map<int, double> epoch_delay;
  std::vector<SessionPoint> points;
  for (const std::size_t index : capture_order(data.dataset)) {
    const AttemptRecord& record = *takes[index].accepted();
    const double delay = record.outcome->measured.delay_samples;
    const auto first = epoch_delay.try_emplace(record.attempt.epoch, delay).first;
    points.push_back(
        {index, static_cast<int>(points.size()) + 1, record.attempt.epoch, delay - first->second});
  }
  return points;
}

std::vector<ReferenceDrift> reference_drift(const ReportData& data) {
  std::map<Setting, const HarmonicCurve*> first_of;
  std::vector<ReferenceDrift> drifts;
  for (const SessionPoint& point : session_points(data)) {
    const PlannedTake& planned = data.dataset.takes[point.index].planned;
    const auto& orders = data.figures[point.index].orders;
    if (planned.motion) continue;
    const bool reference =
        planned.purpose == Purpose::Reference || planned.split == Split::Reference;
    if (!reference || orders.empty()) continue;
    const auto first = first_of.try_emplace(planned.setting, &orders.front()).first;
    ReferenceDrift drift = compared(data, *first->second, orders.front());
    if (!std::isfinite(drift.level_db)) continue;
    drift.index = point.index;
    drift.sequence = point.sequence;
    drifts.push_back(drift);
  }
  return drifts;
}

}  // namespace ampsweep::rig
