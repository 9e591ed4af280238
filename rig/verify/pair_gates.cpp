// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/pair_gates.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace ampsweep::rig {
namespace {

using Figure = std::function<std::optional<double>(const PairReport&)>;

bool has_code(const PairReport& report, FaultCode code) {
  return std::any_of(report.faults.begin(), report.faults.end(),
                     [&](const FileFault& found) { return found.fault.code == code; });
}

GateSummary gate_of(const PairSetReport& report, const GateSummary& rule, FaultCode code,
                    const Figure& figure) {
  GateSummary gate = rule;
  for (const PairTake& take : report.takes) {
    const auto value = take.measured ? figure(take.report) : std::nullopt;
    if (!value) continue;
    if (gate.takes++ == 0 || *value > gate.worst) {
      gate.worst = *value;
      gate.worst_file = take.pair.target;
    }
    if (has_code(take.report, code)) ++gate.failed;
  }
  return gate;
}

/// What is sure of it: four of its sigmas less.
std::optional<double> drift_samples(const PairReport& report) {
  if (!report.drift_ppm) return std::nullopt;
  const double sure_ppm = std::abs(*report.drift_ppm) - 4.0 * report.drift_sigma_ppm;
  return std::max(0.0, sure_ppm) * 1e-6 * static_cast<double>(report.x.frames.value());
}

}  // namespace

std::vector<GateSummary> pair_gates(const PairSetReport& report) {
  const auto when = [](const PairReport& pair, double value) {
    return pair.y.rate.value() > 0 ? std::optional(value) : std::nullopt;
  };
  return {gate_of(report, {"drift over the take, for sure", "samples", 1.0, 0.0, "", 0, 0},
                  FaultCode::DriftTooHigh, drift_samples),
          gate_of(report, {"slips", "", 0.0, 0.0, "", 0, 0}, FaultCode::Slip,
                  [](const PairReport& pair) -> std::optional<double> {
                    if (!pair.first_arrival) return std::nullopt;
                    return static_cast<double>(pair.slips.size());
                  }),
          gate_of(report, {"clipped files", "", 0.0, 0.0, "", 0, 0}, FaultCode::Clipped,
                  [&](const PairReport& pair) {
                    return when(pair, static_cast<double>(pair.x.clipped) +
                                          static_cast<double>(pair.y.clipped));
                  }),
          gate_of(report, {"DC", "full scale", 0.01, 0.0, "", 0, 0}, FaultCode::DcOffset,
                  [&](const PairReport& pair) {
                    return when(pair, std::max(std::abs(pair.x.dc_full_scale),
                                               std::abs(pair.y.dc_full_scale)));
                  })};
}

}  // namespace ampsweep::rig
