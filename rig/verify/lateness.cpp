// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/lateness.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rig/verify/alignment_fix.hpp"

namespace ampsweep::rig {

std::optional<Lateness> lateness(const PairReport& report) {
  if (!report.first_arrival || report.x.rate.value() == 0) return std::nullopt;
  const FirstArrival& at = *report.first_arrival;
  if (at.from_samples <= static_cast<double>(kFixHeadroomSamples)) return std::nullopt;
  const double per_ms = report.x.rate.value() * 1e-3;
  return Lateness{at.samples, at.from_samples, at.samples / per_ms,
                  at.from_samples > kAllowedLateMs * per_ms};
}

std::string lateness_text(const Lateness& late, const PairReport& report) {
  return fmt::format("{} is {:.0f} samples ({:.2f} ms) late against {}", report.y.file,
                     late.samples, late.ms, report.x.file);
}

std::size_t late_pairs(const PairSetReport& report) {
  return static_cast<std::size_t>(
      std::count_if(report.takes.begin(), report.takes.end(), [](const PairTake& take) {
        const auto late = take.measured ? lateness(take.report) : std::nullopt;
        return late && late->beyond_allowance;
      }));
}

}  // namespace ampsweep::rig
