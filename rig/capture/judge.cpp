// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ampsweep::rig {
namespace {

/// Below this distance from the noise nothing was heard.
constexpr double kHeardDb = 10.0;
/// A replicate ESR below this harms no training, whatever the noise predicts.
constexpr double kReplicateHarmless = 1e-3;
constexpr double kNoNoiseDb = 400.0;

class Weighing {
 public:
  /// Passed when value <= limit. A failed gate refuses the take with `code`.
  void gate(const char* name, double value, double limit, const char* unit, FaultCode code,
            const std::string& advice) {
    const bool passed = value <= limit;  // NaN fails
    verdict_.gates.push_back({name, value, limit, unit, passed});
    if (!passed)
      refuse(code, fmt::format("{} {:.4g} {} > {:.4g}: {}", name, value, unit, limit, advice));
  }
  void refuse(FaultCode code, const std::string& detail) {
    verdict_.faults.push_back({code, detail});
  }
  void warn(FaultCode code, const std::string& detail) {
    verdict_.warnings.push_back({code, detail});
  }
  Verdict finish() {
    verdict_.accepted = verdict_.faults.empty();
    return std::move(verdict_);
  }

 private:
  Verdict verdict_;
};

void weigh_timing(const AlignedTake& take, const Expectations& expected,
                  const JudgeContext& context, Weighing& weighing) {
  const auto& m = take.measured;
  const double limit = timing_limit(context.rig, context.policy);
  weighing.gate("timing residual", take.timing_residual_samples, limit, "samples",
                FaultCode::DriftTooHigh, "the clock wanders; use one interface for in and out");
  const double growth =
      std::abs(m.drift_ppm) * 1e-6 * static_cast<double>(context.take_length.value());
  if (!m.drift_corrected) {
    weighing.gate("drift over the take", growth, limit, "samples", FaultCode::DriftTooHigh,
                  "input and output run on two clocks; use one interface or a word clock");
  } else {
    weighing.warn(FaultCode::DriftTooHigh,
                  fmt::format("drift of {:.4f} ppm was taken out by resampling", m.drift_ppm));
  }
  if (expected.epoch_delay_samples && !m.drift_corrected) {
    weighing.gate(kDelayGate, std::abs(m.delay_samples - *expected.epoch_delay_samples), limit,
                  "samples", FaultCode::DelayMoved,
                  "the delay moved inside one stream: buffer slip or clock re-lock");
  }
}

void weigh_loopback(const AlignedTake& take, const Expectations& expected,
                    const JudgeContext& context, Weighing& weighing) {
  if (!take.measured.loopback_gain_db || !expected.loopback_gain_db) return;
  weighing.gate("loopback level error",
                std::abs(*take.measured.loopback_gain_db - *expected.loopback_gain_db),
                context.policy.max_loopback_level_error_db, "dB", FaultCode::LoopbackLevel,
                "a gain knob of the interface was touched; put it back or run check again");
}

void weigh_replicate(const TakeMeasurements& m, const Policy& policy, Weighing& weighing) {
  weighing.gate("replicate ESR", *m.replicate_esr, policy.max_replicate_esr, "",
                FaultCode::ReplicateDiffers,
                "noise, a time-based effect, a moved knob or an amp still warming up");
  if (!m.best_possible_esr || *m.replicate_esr < kReplicateHarmless) return;
  const double predicted = 2.0 * *m.best_possible_esr;
  weighing.gate("replicate ESR over its noise",
                predicted > 0.0 ? 10.0 * std::log10(*m.replicate_esr / predicted) : kNoNoiseDb,
                policy.max_replicate_excess_db, "dB", FaultCode::ReplicateDiffers,
                "the two passes differ by more than noise: a time-based effect, a moved knob, an "
                "amp still warming up");
}

/// Below full scale; what stands at full scale has been weighed.
void weigh_flat_tops(const TakeMeasurements& m, const Policy& policy, Weighing& weighing) {
  const int tops = m.clipped_runs > 0 ? 0 : m.flat_tops;
  const std::string advice = fmt::format(
      "at {:.2f} dBFS peak: something ahead of the converter clips (a pedal, a preamp, "
      "a mixer), or the amp is digital",
      m.flat_top_level.value());
  if (policy.refuse_flat_tops) {
    weighing.gate("flat tops", tops, 0, "", FaultCode::Clipped, advice);
  } else if (tops > 0) {
    weighing.warn(FaultCode::Clipped, fmt::format("{} flat tops {}", tops, advice));
  }
}

/// Between settings a flag only: high gain and tone stacks really turn an amp's phase over
/// (guitarix does between drive 0.1 and 0.3). At one setting it is the same every time.
void weigh_polarity(int polarity, const Expectations& expected, Weighing& weighing) {
  const auto differs = [polarity](int from) {
    return from != 0 && polarity != 0 && from != polarity;
  };
  if (differs(expected.polarity_here)) {
    weighing.refuse(FaultCode::PolarityInverted,
                    "upside down against an earlier take of this setting: a cable or a channel of "
                    "the amp was changed; put it back, and look at the takes since then");
  } else if (differs(expected.polarity)) {
    weighing.warn(FaultCode::PolarityInverted,
                  "polarity differs from the session's first take: the setting, or a cable");
  }
}

void weigh_sound(const AlignedTake& take, const Expectations& expected, const JudgeContext& context,
                 Weighing& weighing) {
  const auto& m = take.measured;
  weighing.gate("clipped runs", m.clipped_runs, 0, "", FaultCode::Clipped,
                "lower the interface's input gain");
  weigh_flat_tops(m, context.policy, weighing);
  weighing.gate("noise", m.noise.value(), context.policy.max_noise_dbfs_rms, "dBFS rms",
                FaultCode::NoiseHigh, "hum, hiss or a running fan; check cables and ground");
  if (m.hum) {
    weighing.gate("hum", m.hum->value(), context.policy.max_hum_dbfs_rms, "dBFS rms",
                  FaultCode::HumHigh, "a ground loop, or a cable beside a transformer");
  }
  weighing.gate("DC", std::abs(m.dc), context.policy.max_dc, "of full scale", FaultCode::DcOffset,
                "check the interface's input coupling");
  const bool heard = m.peak.value() > m.noise.value() + kHeardDb + 12.0;  // 12 dB: noise crest
  if (!heard) {
    const std::string detail = fmt::format("peak {:.1f} dBFS stands in the noise", m.peak.value());
    if (stands_at_silent_end(context.rig, context.setting)) {
      weighing.warn(FaultCode::Silent, detail + "; a gain or level knob is at its end");
    } else {
      weighing.refuse(FaultCode::Silent, detail + ": check amp, cable, standby switch");
    }
    return;  // the rest would judge noise
  }
  if (m.replicate_esr) weigh_replicate(m, context.policy, weighing);
  weigh_polarity(m.polarity, expected, weighing);
}

}  // namespace

bool stands_at_silent_end(const Rig& rig, const Setting& setting) {
  return std::any_of(rig.knobs.begin(), rig.knobs.end(), [&](const Knob& knob) {
    if (knob.role != KnobRole::Gain && knob.role != KnobRole::Level) return false;
    const auto found = setting.find(knob.id);
    return found != setting.end() && normalised(knob, found->second) <= 0.02;
  });
}

Verdict judge(const AlignedTake& take, const Expectations& expected, const JudgeContext& context) {
  Weighing weighing;
  for (const Fault& fault : take.faults) weighing.refuse(fault.code, fault.detail);
  weighing.gate("xruns", context.xruns, 0, "", FaultCode::Xrun,
                "the computer was late: larger periods, fewer programs");
  if (take.measured.frames < context.frames.value()) {
    weighing.refuse(
        FaultCode::FramesMissing,
        fmt::format("{} of {} frames recorded", take.measured.frames, context.frames.value()));
  }
  if (!take.outputs.empty()) {
    weigh_timing(take, expected, context, weighing);
    weigh_loopback(take, expected, context, weighing);
    weigh_sound(take, expected, context, weighing);
  } else if (take.faults.empty()) {
    weighing.refuse(FaultCode::LoopbackMissing, "no delay is known for this take");
  }
  return weighing.finish();
}

void learn(Expectations& expected, const TakeMeasurements& measured) {
  // Of a take whose drift was taken out it is the delay at its start, of all others that in the
  // middle.
  if (!expected.epoch_delay_samples && !measured.drift_corrected) {
    expected.epoch_delay_samples = measured.delay_samples;
  }
  if (!expected.loopback_gain_db) expected.loopback_gain_db = measured.loopback_gain_db;
  if (expected.polarity == 0) expected.polarity = measured.polarity;
}

}  // namespace ampsweep::rig
