// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/report/report_data.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace ampsweep::rig {
namespace {

const HarmonicCurve* curve_of(const TakeFigures& figures, int order) {
  for (const HarmonicCurve& curve : figures.orders) {
    if (curve.order == order) return &curve;
  }
  return nullptr;
}

std::string joined(const std::vector<Fault>& faults) {
  std::string text;
  for (const Fault& fault : faults) {
    if (!text.empty()) text += "; ";
    text += fault.detail.empty() ? to_string(fault.code) : fault.detail;
  }
  return text;
}

std::string refusal_of(const AttemptRecord& attempt) {
  const std::string why = joined(attempt.outcome->verdict.faults);
  return "attempt " + std::to_string(attempt.attempt.number) +
         " refused: " + (why.empty() ? "no reason recorded" : why);
}

}  // namespace

TakeState take_state(const ReportData& data, std::size_t index) {
  const TakeRecord& record = data.dataset.takes[index];
  if (record.accepted() != nullptr) {
    return data.figures[index].file_fault ? TakeState::Damaged : TakeState::Accepted;
  }
  if (record.attempts.empty()) return TakeState::Waiting;
  return record.attempts.back().outcome ? TakeState::Refused : TakeState::Unfinished;
}

const char* to_string(TakeState state) {
  switch (state) {
    case TakeState::Accepted:
      return "accepted";
    case TakeState::Damaged:
      return "damaged";
    case TakeState::Refused:
      return "refused";
    case TakeState::Unfinished:
      return "unfinished";
    case TakeState::Waiting:
      return "waiting";
  }
  return "";
}

std::string reason(const ReportData& data, std::size_t index) {
  const TakeRecord& record = data.dataset.takes[index];
  switch (take_state(data, index)) {
    case TakeState::Accepted:
      return joined(record.accepted()->outcome->verdict.warnings);
    case TakeState::Damaged:
      return data.figures[index].file_fault->detail;
    case TakeState::Refused:
      return refusal_of(record.attempts.back());
    case TakeState::Unfinished:
      return "attempt " + std::to_string(record.attempts.back().attempt.number) +
             " has no outcome: it runs now, or the session was cut off";
    case TakeState::Waiting:
      return "not attempted yet";
  }
  return {};
}

RelativeLevel relative_level(const ReportData& data, std::size_t take, int order,
                             std::size_t point) {
  assert(take < data.figures.size() && point < data.grid.harmonic_hz.size());
  const HarmonicCurve* linear = curve_of(data.figures[take], 1);
  const HarmonicCurve* curve = curve_of(data.figures[take], order);
  if (linear == nullptr || curve == nullptr) return {kNaN, kNaN};
  const auto at = nearest_point(data.grid.response_hz, data.grid.harmonic_hz[point]);
  if (!at) return {kNaN, kNaN};
  const std::size_t own = order == 1 ? *at : point;
  const double fundamental = linear->level_db[*at];
  return {curve->level_db[own] - fundamental, curve->limit_db[own] - fundamental};
}

double harmonic_sum_dbc(const ReportData& data, std::size_t take, std::size_t point) {
  double power = 0.0;
  for (int order = 2; order <= kReportOrders; ++order) {
    const double dbc = relative_level(data, take, order, point).dbc;
    if (std::isfinite(dbc)) power += std::pow(10.0, dbc / 10.0);
  }
  return power > 0.0 ? 10.0 * std::log10(power) : kNaN;
}

std::optional<std::size_t> nearest_point(const std::vector<double>& hz, double wanted) {
  if (hz.empty() || !(wanted > 0.0)) return {};
  const auto octaves = [&](std::size_t at) { return std::abs(std::log2(hz[at] / wanted)); };
  const auto above = std::lower_bound(hz.begin(), hz.end(), wanted);
  auto best =
      static_cast<std::size_t>(above == hz.end() ? above - hz.begin() - 1 : above - hz.begin());
  if (best > 0 && octaves(best - 1) < octaves(best)) --best;
  if (octaves(best) > 1.0 / 6.0 + 1e-9) return {};
  return best;
}

}  // namespace ampsweep::rig
