// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

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
  void gate(const std::string& name, double value, double limit, const char* unit, FaultCode code,
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

/// How one output sounds.
class SoundWeighing {
 public:
  /// `of`: "" for the first output, else " of NAME".
  SoundWeighing(const TakeMeasurements& measured, std::string of, const JudgeContext& context,
                Weighing& weighing)
      : m_(measured),
        of_(std::move(of)),
        context_(context),
        policy_(context.policy),
        weighing_(weighing) {}

  /// False: nothing was heard, and the rest would judge noise.
  bool weigh() {
    gate("clipped runs", m_.clipped_runs, 0, "", FaultCode::Clipped,
         "lower the interface's input gain");
    weigh_flat_tops();
    gate("noise", m_.noise.value(), policy_.max_noise_dbfs_rms, "dBFS rms", FaultCode::NoiseHigh,
         "hum, hiss or a running fan; check cables and ground");
    if (m_.hum) {
      gate("hum", m_.hum->value(), policy_.max_hum_dbfs_rms, "dBFS rms", FaultCode::HumHigh,
           "a ground loop, or a cable beside a transformer");
    }
    gate("DC", std::abs(m_.dc), policy_.max_dc, "of full scale", FaultCode::DcOffset,
         "check the interface's input coupling");
    if (!heard()) return false;
    if (m_.replicate_esr) weigh_replicate();
    return true;
  }

 private:
  void gate(const char* name, double value, double limit, const char* unit, FaultCode code,
            const std::string& advice) {
    weighing_.gate(name + of_, value, limit, unit, code, advice);
  }

  /// Below full scale; what stands at full scale has been weighed.
  void weigh_flat_tops() {
    const int tops = m_.clipped_runs > 0 ? 0 : m_.flat_tops;
    const std::string advice = fmt::format(
        "at {:.2f} dBFS peak: something ahead of the converter clips (a pedal, a preamp, "
        "a mixer), or the amp is digital",
        m_.flat_top_level.value());
    if (policy_.refuse_flat_tops) {
      gate("flat tops", tops, 0, "", FaultCode::Clipped, advice);
    } else if (tops > 0) {
      weighing_.warn(FaultCode::Clipped, fmt::format("{} flat tops{} {}", tops, of_, advice));
    }
  }

  bool heard() {
    if (m_.peak.value() > m_.noise.value() + kHeardDb + 12.0) return true;  // 12 dB: noise crest
    const std::string detail =
        fmt::format("peak{} {:.1f} dBFS stands in the noise", of_, m_.peak.value());
    if (stands_at_silent_end(context_.rig, context_.setting)) {
      weighing_.warn(FaultCode::Silent, detail + "; a gain or level knob is at its end");
    } else {
      weighing_.refuse(FaultCode::Silent,
                       detail + ": check amp, cable, standby switch, microphone");
    }
    return false;
  }

  void weigh_replicate() {
    gate("replicate ESR", *m_.replicate_esr, policy_.max_replicate_esr, "",
         FaultCode::ReplicateDiffers,
         "noise, a time-based effect, a moved knob or an amp still warming up");
    if (!m_.best_possible_esr || *m_.replicate_esr < kReplicateHarmless) return;
    const double predicted = 2.0 * *m_.best_possible_esr;
    gate("replicate ESR over its noise",
         predicted > 0.0 ? 10.0 * std::log10(*m_.replicate_esr / predicted) : kNoNoiseDb,
         policy_.max_replicate_excess_db, "dB", FaultCode::ReplicateDiffers,
         "the two passes differ by more than noise: a time-based effect, a moved knob, an amp "
         "still warming up");
  }

  const TakeMeasurements& m_;
  std::string of_;
  const JudgeContext& context_;
  const Policy& policy_;
  Weighing& weighing_;
};

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
  if (SoundWeighing{take.measured, "", context, weighing}.weigh()) {
    weigh_polarity(take.measured.polarity, expected, weighing);
  }
  for (const auto& [name, sound] : take.further) {
    (void)SoundWeighing{sound, " of " + name, context, weighing}.weigh();
  }
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
