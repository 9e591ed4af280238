// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/levels_report.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "signals/calibration.hpp"

namespace ampsweep::rig {
namespace {

constexpr double kLowestDbu = -20.0;
constexpr double kHighestDbu = 30.0;
constexpr double kLinearDb = 0.1;

/// What a sine of 0 dBFS peak has where one of `digital` has `volts`.
Dbu full_scale(Volts volts, DbFsPeak digital) { return dbu_of(volts) - Decibels{digital.value()}; }

void judge(LevelsReport& report, const std::string& side, const std::vector<Dbu>& found) {
  report.gates.push_back(
      {side + "_full_scale", found.front().value(), kLowestDbu, kHighestDbu, "dBu"});
  if (found.size() < 2) return;
  report.gates.push_back(
      {side + "_linearity", (found[1] - found[0]).value(), -kLinearDb, kLinearDb, "dB"});
}

}  // namespace

bool LevelsReport::ok() const {
  return std::all_of(gates.begin(), gates.end(),
                     [](const LevelGate& gate) { return gate.passed(); });
}

void conclude(LevelsReport& report) {
  assert(!report.send.empty() && report.at_return.size() == report.returned.size());
  std::vector<Dbu> output;
  for (const MeteredLevel& reading : report.send) {
    output.push_back(full_scale(reading.volts, reading.sent));
  }
  report.output = MeasuredFullScale{output.front(), report.send.front().sigma};
  judge(report, "output", output);

  std::vector<Dbu> input;
  for (std::size_t i = 0; i < report.returned.size(); ++i) {
    input.push_back(full_scale(report.at_return[i].volts, report.returned[i].level));
  }
  if (input.empty()) return;
  const double sigma =
      std::hypot(report.at_return.front().sigma.value(), report.returned.front().sigma.value());
  report.input = MeasuredFullScale{input.front(), Decibels{sigma}};
  judge(report, "input", input);
}

}  // namespace ampsweep::rig
