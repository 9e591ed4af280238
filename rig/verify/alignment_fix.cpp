// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/alignment_fix.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "analysis/shared_delay.hpp"

namespace ampsweep::rig {
namespace {

bool has_code(const std::vector<FileFault>& faults, FaultCode code, const std::string& file) {
  return std::any_of(faults.begin(), faults.end(), [&](const FileFault& found) {
    return found.fault.code == code && found.file == file;
  });
}

bool can_be_moved(const PairTake& take) { return take.measured && take.report.first_arrival; }

AlignmentFix fix_of(const PairTake& take, double delay, bool invert) {
  const PairReport& report = take.report;
  const double rate = report.x.rate.value();
  AlignmentFix fix;
  fix.invert = invert;
  fix.steps.push_back({0, static_cast<std::int64_t>(std::floor(delay))});
  if (has_code(report.faults, FaultCode::DriftTooHigh, take.pair.target)) {
    fix.drift_ppm = report.drift_ppm.value_or(0.0);
  }
  if (!has_code(report.faults, FaultCode::Slip, take.pair.target)) return fix;
  for (const PairSlipFound& slip : report.slips) {
    const std::int64_t place = std::llround(0.5 * (slip.from_s + slip.to_s) * rate) +
                               std::max<std::int64_t>(0, take.pair.target_start);
    fix.steps.push_back({place, fix.steps.back().delay_samples + std::llround(slip.jump_samples)});
    fix.unsure.push_back(slip);
  }
  return fix;
}

}  // namespace

std::vector<std::optional<AlignmentFix>> alignment_fixes(const PairSetReport& report,
                                                         int headroom_samples) {
  std::vector<analysis::DelayInterval> intervals;
  for (const PairTake& take : report.takes) {
    if (!can_be_moved(take)) continue;
    const FirstArrival& arrival = *take.report.first_arrival;
    intervals.push_back({arrival.samples, arrival.from_samples, arrival.to_samples});
  }
  const std::vector<double> delays = analysis::shared_delays(intervals);
  std::vector<std::optional<AlignmentFix>> fixes(report.takes.size());
  std::size_t next = 0;
  for (std::size_t i = 0; i < fixes.size(); ++i) {
    const PairTake& take = report.takes[i];
    if (!can_be_moved(take)) continue;
    const bool invert = has_code(report.faults, FaultCode::PolarityInverted, take.pair.target);
    fixes[i] = fix_of(take, delays[next++] - headroom_samples, invert);
  }
  return fixes;
}

bool mended_by_alignment(FaultCode code) {
  return code == FaultCode::Misaligned || code == FaultCode::DelayMoved ||
         code == FaultCode::DriftTooHigh || code == FaultCode::Slip ||
         code == FaultCode::PolarityInverted || code == FaultCode::LengthMismatch;
}

}  // namespace ampsweep::rig
