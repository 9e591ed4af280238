// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/verify/weigh_takes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "rig/capture/judge.hpp"
#include "rig/dataset/capture_order.hpp"
#include "rig/verify/compare_cut.hpp"

namespace ampsweep::rig {
namespace {

void begin_epoch(const Dataset& dataset, int number, Expectations& expected) {
  expected.epoch_delay_samples.reset();
  for (const Epoch& epoch : dataset.epochs) {
    if (epoch.number == number && epoch.loopback_gain_db) {
      expected.loopback_gain_db = epoch.loopback_gain_db;
    }
  }
}

bool has_fault(const TakeCheck& check, FaultCode code) {
  return std::any_of(check.faults.begin(), check.faults.end(),
                     [&](const FileFault& known) { return known.fault.code == code; });
}

void judge_again(const Dataset& dataset, const TakeRecord& record, const Expectations& expected,
                 const AlignedTake& aligned, TakeCheck& check) {
  const TakeMeasurements& declared = record.accepted()->outcome->measured;
  const JudgeContext context{dataset.rig,    dataset.plan.policy,          record.planned.setting,
                             dataset.length, SampleCount{declared.frames}, declared.xruns};
  const Verdict verdict = judge(aligned, expected, context);
  check.gates.insert(check.gates.end(), verdict.gates.begin(), verdict.gates.end());
  for (const Fault& fault : verdict.faults) {
    // Clipping was reported with the file it is in.
    if (fault.code == FaultCode::Clipped && has_fault(check, FaultCode::Clipped)) continue;
    check.faults.push_back({check.raw_file, fault});
  }
  for (const Fault& warning : verdict.warnings) check.warnings.push_back({check.file, warning});
}

/// Figures in the ledger are labels too.
void compare_with_ledger(const TakeMeasurements& declared, const TakeMeasurements& now,
                         TakeCheck& check) {
  const auto differs = [&](const char* what, double ledger, double measured, double limit,
                           const char* unit) {
    if (std::abs(measured - ledger) <= limit) return;
    check.faults.push_back({check.raw_file,
                            {FaultCode::LabelMismatch,
                             fmt::format("{}: {} is {:.4f} {} where the ledger has {:.4f}: restore "
                                         "the file or capture the take again",
                                         check.raw_file, what, measured, unit, ledger)}});
  };
  // One fixed delay has no sigma and is read from the ledger itself.
  const double sigma = std::isfinite(now.delay_sigma_samples) ? now.delay_sigma_samples : 0.0;
  differs("delay", declared.delay_samples, now.delay_samples, kCutDelayLimitSamples + 4.0 * sigma,
          "samples");
  differs("drift", declared.drift_ppm, now.drift_ppm, 1e-3 + 4.0 * now.drift_sigma_ppm, "ppm");
  if (declared.polarity != 0 && now.polarity != 0 && declared.polarity != now.polarity) {
    differs("polarity", declared.polarity, now.polarity, 0.0, "");
  }
}

}  // namespace

void weigh_takes(const Dataset& dataset, std::vector<TakeReading>& readings) {
  Expectations expected;
  expected.loopback_gain_db = dataset.rig.calibration.loopback_gain_db;
  std::map<Setting, int> polarities;  // of takes in which no knob moves
  int epoch = -1;
  for (const std::size_t i : capture_order(dataset)) {
    const TakeRecord& record = dataset.takes[i];
    const AttemptRecord& accepted = *record.accepted();
    if (accepted.attempt.epoch != epoch) {
      epoch = accepted.attempt.epoch;
      begin_epoch(dataset, epoch, expected);
    }
    int* known = record.planned.motion ? nullptr : &polarities[record.planned.setting];
    expected.polarity_here = known != nullptr ? *known : 0;
    TakeReading& reading = readings.at(i);
    if (reading.check && reading.aligned) {
      judge_again(dataset, record, expected, *reading.aligned, *reading.check);
      if (reading.check->raw_delay_samples) {
        compare_with_ledger(accepted.outcome->measured, reading.aligned->measured, *reading.check);
      }
    }
    learn(expected, accepted.outcome->measured);
    if (known != nullptr && *known == 0) *known = accepted.outcome->measured.polarity;
  }
}

}  // namespace ampsweep::rig
