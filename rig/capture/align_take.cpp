// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/align_take.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "analysis/channel_slips.hpp"
#include "analysis/dropouts.hpp"
#include "analysis/lag_track.hpp"
#include "analysis/realign.hpp"
#include "analysis/sound_check.hpp"
#include "analysis/timing.hpp"
#include "rig/capture/take_sound.hpp"
#include "signals/level.hpp"

namespace ampsweep::rig {
namespace {

using analysis::ChannelKind;
using analysis::Timing;
using signals::Stimulus;

void add_slips(const std::vector<analysis::Slip>& slips, const char* channel, SampleRate rate,
               const char* advice, std::vector<Fault>& faults) {
  for (const auto& slip : slips) {
    faults.push_back(
        {FaultCode::Slip,
         fmt::format("{:+.2f} samples on the {} channel between {:.3f} s and {:.3f} s: {}",
                     slip.jump_samples, channel, seconds(slip.from, rate).value(),
                     seconds(slip.to, rate).value(), advice)});
  }
}

constexpr const char* kSlipAdvice = "larger periods, fewer programs, another USB port";

/// Of the amp channel alone: the loopback kept its time.
void add_amp_slips(const std::vector<analysis::Slip>& slips, SampleRate rate, KnobsDuring knobs,
                   AlignedTake& take) {
  if (knobs == KnobsDuring::StandStill) {
    add_slips(slips, "amp", rate, kSlipAdvice, take.faults);
  } else {
    add_slips(slips, "amp", rate, "the knob that moves takes the amp's own delay with it",
              take.warnings);
  }
}

/// Delay in the middle of the take: the point where a line through noisy markers is best known.
double delay_at_middle(const Timing& timing, SampleCount length) {
  return timing.delay_samples + timing.drift_ppm * 1e-6 * static_cast<double>(length.value()) / 2.0;
}

struct CutTiming {
  double delay_samples{0.0};
  double drift_ppm{0.0};  ///< To be removed; 0 when below the limit.
};

std::vector<analysis::Slip> slips_on_amp_alone(const Stimulus& stimulus, const Timing& loopback,
                                               const Timing& amp) {
  const auto markers = segments_with(stimulus, signals::SegmentRole::Marker);
  return analysis::slips_on_amp(loopback, amp, markers.front().length);
}

/// A loopback returns every marker. One that is missing was torn by a slip, or the sound stopped:
/// the others may then be taken for one another.
void refuse_missing_markers(const Stimulus& stimulus, const Timing& timing,
                            std::vector<Fault>& faults) {
  const auto markers = segments_with(stimulus, signals::SegmentRole::Marker).size();
  if (timing.markers.size() >= markers) return;
  faults.push_back({FaultCode::Slip,
                    fmt::format("{} of {} markers on the loopback channel: samples were lost, or "
                                "the sound broke off",
                                timing.markers.size(), markers)});
}

/// A buffer that nobody filled moves no marker, nor does an overdriven input.
void add_dropouts(const Stimulus& stimulus, std::span<const float> loopback, const Timing& timing,
                  std::vector<Fault>& faults) {
  const auto played =
      analysis::through_ac_coupling(stimulus.samples, timing.ac_corner_hz, stimulus.rate);
  const auto gaps = analysis::find_dropouts(
      played, loopback, {timing.delay_samples, timing.drift_ppm, ratio(Decibels{timing.gain_db})});
  std::size_t clipped = 0;
  for (const analysis::Dropout& gap : gaps) {
    if (gap.clipped) {
      ++clipped;
      continue;
    }
    faults.push_back({FaultCode::Dropout,
                      fmt::format("the loopback stands still for {} samples at {:.3f} s: larger "
                                  "periods, fewer programs, another USB port",
                                  gap.length.value(), seconds(gap.at, stimulus.rate).value())});
  }
  if (clipped == 0) return;
  faults.push_back(
      {FaultCode::Clipped,
       fmt::format("the loopback stands at full scale {} times: lower its input gain", clipped)});
}

/// Time from the loopback channel; `amp` is what the amp channel's markers say.
std::optional<CutTiming> from_loopback(const Stimulus& stimulus, std::span<const float> loopback,
                                       const std::optional<Timing>& amp, double limit,
                                       const TimeReference& reference, KnobsDuring knobs,
                                       AlignedTake& take) {
  const auto timing = analysis::track_timing(stimulus, loopback, ChannelKind::Loopback);
  if (!timing) {
    take.faults.push_back({FaultCode::LoopbackMissing,
                           "no marker on the loopback channel (" + timing.error().detail +
                               "): check the loopback cable and its channel in the rig file"});
    return std::nullopt;
  }
  refuse_missing_markers(stimulus, *timing, take.faults);
  add_dropouts(stimulus, loopback, *timing, take.faults);
  add_slips(timing->slips, "loopback", stimulus.rate, kSlipAdvice, take.faults);
  if (amp) add_amp_slips(slips_on_amp_alone(stimulus, *timing, *amp), stimulus.rate, knobs, take);
  auto& m = take.measured;
  m.time_source = TimeSource::Loopback;
  m.delay_sigma_samples = timing->delay_sigma_samples;
  m.drift_ppm = timing->drift_ppm;
  m.drift_sigma_ppm = timing->drift_sigma_ppm;
  m.ac_corner_hz = timing->ac_corner_hz;
  m.loopback_gain_db = timing->gain_db;
  take.timing_residual_samples =
      std::max(timing->worst_residual_samples, timing->worst_stretch_samples);
  const double growth =
      std::abs(timing->drift_ppm) * 1e-6 * static_cast<double>(stimulus.length().value());
  m.drift_corrected = growth > limit;
  const double delay =
      m.drift_corrected ? timing->delay_samples : delay_at_middle(*timing, stimulus.length());
  return CutTiming{delay + reference.loopback_offset_samples,
                   m.drift_corrected ? timing->drift_ppm : 0.0};
}

/// The amp channel tells polarity, and shows slips that the loopback cannot.
std::optional<Timing> watch_amp(const Stimulus& stimulus, std::span<const float> amp,
                                KnobsDuring knobs, AlignedTake& take) {
  const auto timing = analysis::track_timing(stimulus, amp, ChannelKind::Amp);
  if (!timing) return std::nullopt;
  take.measured.polarity = timing->polarity;
  add_amp_slips(timing->slips, stimulus.rate, knobs, take);
  return *timing;
}

}  // namespace

double timing_limit(const Rig& rig, const Policy& policy) {
  if (policy.max_delay_deviation_samples >= 0.0) return policy.max_delay_deviation_samples;
  return rig.audio.api == AudioApi::Simulated ? 0.05 : 0.25;
}

AlignedTake align_take(const Stimulus& stimulus, const Recording& recording, const Rig& rig,
                       const Policy& policy, const TimeReference& reference, KnobsDuring knobs) {
  AlignedTake take;
  auto& m = take.measured;
  m.frames = recording.length().value();
  m.headroom_samples = policy.headroom_samples;
  const std::span<const float> amp = recording.channels.at(0);
  for (const auto& channel : recording.channels) {
    if (!analysis::all_finite(channel)) {
      take.faults.push_back({FaultCode::FormatMismatch, "the recording holds NaN or infinity"});
      return take;
    }
  }
  measure_raw_sound(amp, stimulus.rate, m);

  const auto loopback = channel_index(rig.audio.inputs, "loopback");
  std::optional<CutTiming> cut;
  const auto amp_timing = watch_amp(stimulus, amp, knobs, take);
  if (loopback) {
    cut = from_loopback(stimulus, recording.channels.at(*loopback), amp_timing,
                        timing_limit(rig, policy), reference, knobs, take);
  } else if (reference.fixed_delay_samples) {
    m.time_source = TimeSource::FixedDelay;
    // A whole sample before the first arrival: how far before it nobody can say.
    m.delay_sigma_samples = std::numeric_limits<double>::quiet_NaN();
    cut = CutTiming{*reference.fixed_delay_samples, 0.0};
    if (amp_timing) {
      m.drift_ppm = amp_timing->drift_ppm;
      m.drift_sigma_ppm = amp_timing->drift_sigma_ppm;
    }
  }
  if (!cut) return take;

  m.delay_samples = cut->delay_samples;
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    if (loopback && c == *loopback) continue;
    const std::string& name = rig.audio.inputs.at(c).name;
    const auto& output = take.outputs[name] =
        analysis::realign(recording.channels[c], cut->delay_samples - policy.headroom_samples,
                          cut->drift_ppm, stimulus.length());
    auto& sound = c == 0 ? m : take.further[name];
    if (c > 0) {
      sound.headroom_samples = policy.headroom_samples;
      measure_raw_sound(recording.channels[c], stimulus.rate, sound);
    }
    measure_aligned_sound(stimulus, output, sound);
    if (knobs == KnobsDuring::OneMoves) sound.replicate_esr.reset();  // its passes differ by intent
  }
  return take;
}

}  // namespace ampsweep::rig
