// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/preflight.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "analysis/sound_check.hpp"
#include "analysis/timing.hpp"
#include "rig/capture/arming.hpp"
#include "rig/capture/attempt_take.hpp"
#include "rig/capture/judge.hpp"
#include "rig/capture/listen.hpp"
#include "rig/capture/move_knobs.hpp"
#include "rig/capture/play_take.hpp"
#include "rig/capture/rig_stream.hpp"
#include "signals/level.hpp"
#include "signals/programme.hpp"

namespace ampsweep::rig {
namespace {

constexpr int kPlays = 2;
constexpr double kWantedHeadroomDb = 1.0;

signals::Stimulus test_programme(const Rig& rig) {
  signals::BuiltInProgramme wish;
  wish.rate = rig.audio.rate;
  wish.training = Seconds{3.0};
  wish.validation = Seconds{2.0};
  wish.sweep = Seconds{0.0};
  return signals::build_programme(signals::default_programme(wish));
}

Setting middle(const Rig& rig) {
  Setting setting;
  for (const Knob& knob : rig.knobs) setting[knob.id] = snapped(knob, printed(knob, 0.5));
  return setting;
}

[[noreturn]] void give_up(const std::string& doing, const Fault& fault) {
  const bool safety = fault.code == FaultCode::TapLow || fault.code == FaultCode::TapHigh ||
                      fault.code == FaultCode::Stopped;
  throw SetupError(safety ? SetupKind::Safety : SetupKind::Device, doing + ": " + fault.detail, "");
}

template <class T>
T require(Result<T> result, const std::string& doing) {
  if (!result) give_up(doing, result.error());
  return std::move(*result);
}

class Preflight {
 public:
  Preflight(const Rig& rig, Bench& bench, const PreflightWish& wish,
            const SessionObserver& observer, std::stop_token stop)
      : rig_(rig),
        bench_(bench),
        wish_(wish),
        observer_(observer),
        stop_(std::move(stop)),
        stimulus_(test_programme(rig)) {}
  ~Preflight() {
    bench_.audio->close();
    for (const auto& actuator : bench_.actuators) actuator->release();
  }
  Preflight(const Preflight&) = delete;
  Preflight& operator=(const Preflight&) = delete;

  PreflightReport run() {
    if (wish_.freewheel) refuse_freewheel(rig_);
    show(SessionState::Arming);
    arm(rig_, stimulus_, LoopbackOffset::Unused, *bench_.person, stop_);
    show(SessionState::Opening);
    open();
    probe();
    for (int play = 0; play < kPlays; ++play) read(play_once());
    if (wish_.forecast) forecast(*wish_.forecast);
    return std::move(report_);
  }

 private:
  void open() {
    StreamSpec spec = stream_of(rig_, frames_for(stimulus_));
    spec.freewheel = wish_.freewheel;
    const StreamInfo info = bench_.audio->open(spec);
    report_.stream = info.description;
    report_.period_frames = info.period_frames;
  }

  void probe() {
    show(SessionState::Probing);
    const Setting at = middle(rig_);
    Result<TapReading> heard = probe_at(quietest(rig_, at));
    if (!heard && heard.error().code == FaultCode::TapLow) heard = probe_at(at);
    report_.tap_above_noise_db = require(std::move(heard), "load probe").above_noise_db();
    (void)require(move_knobs(bench_, rig_, at, stop_), "moving the knobs");
  }

  Result<TapReading> probe_at(const Setting& setting) {
    if (auto moved = move_knobs(bench_, rig_, setting, stop_); !moved) {
      return tl::unexpected(moved.error());
    }
    return probe_load({*bench_.audio, *bench_.clock, rig_}, setting, stop_);
  }

  void forecast(const ForecastWish& wish) {
    (void)require(move_knobs(bench_, rig_, wish.setting, stop_), "moving the knobs");
    const auto heard =
        require(listen({*bench_.audio, *bench_.clock, rig_}, kListenLevel, wish.setting, stop_),
                "listening");
    report_.forecast = forecast_return(heard, wish, rig_.levels.amp_send_gain);
    report_.silent_ends = require(
        probe_silent_ends(bench_, rig_, wish.setting, wish.settings, stop_), "probing low ends");
  }

  PlayedTake play_once() {
    const Setting at = middle(rig_);
    const auto heard =
        require(listen({*bench_.audio, *bench_.clock, rig_}, kListenLevel, at, stop_), "listening");
    const TapCorridor tap =
        predict_tap(heard, stimulus_, frames_for(stimulus_), Decibels{rig_.safety.tap_margin_db});
    TakeRequest request;
    request.stimulus = stimulus_.samples;
    request.frames = frames_for(stimulus_);
    request.tap = rig_.safety.tap_guard ? &tap : nullptr;
    request.attempt = 0;
    request.setting = at;
    show(SessionState::Playing);
    PlayedTake played = play_take(*bench_.audio, *bench_.clock, request, stop_,
                                  [this](const PortStatus& status) { show_playing(status); });
    if (played.fault) give_up("test play", *played.fault);
    return played;
  }

  void read(const PlayedTake& played) {
    const Recording& recording = *played.recording;
    read_inputs(recording);
    read_loopback(recording);
    if (wish_.in_place == InPlaceOfAmp::Cable) read_offset(recording);

    const Policy policy;
    const AlignedTake aligned =
        align_take(stimulus_, recording, rig_, policy, time_reference(recording));
    report_.polarity = aligned.measured.polarity;
    Verdict verdict = judge(
        aligned, expected_,
        {rig_, policy, middle(rig_), stimulus_.length(), frames_for(stimulus_), played.xruns});
    learn(expected_, aligned.measured);
    if (aligned.measured.peak.value() > -kWantedHeadroomDb) {
      verdict.warnings.push_back({FaultCode::Clipped,
                                  "less than 1 dB of head-room at the middle of the knobs: lower "
                                  "the interface's input gain"});
    }
    if (report_.verdict.faults.empty()) report_.verdict = std::move(verdict);
  }

  TimeReference time_reference(const Recording& recording) const {
    TimeReference reference;
    reference.loopback_offset_samples = rig_.calibration.loopback_offset_samples.value_or(0.0);
    if (!channel_index(rig_.audio.inputs, "loopback")) {
      const auto amp =
          analysis::track_timing(stimulus_, recording.channels.at(0), analysis::ChannelKind::Amp);
      if (amp) reference.fixed_delay_samples = amp->delay_samples;
    }
    return reference;
  }

  void read_inputs(const Recording& recording) {
    report_.inputs.clear();
    const auto idle = static_cast<std::size_t>(samples(Seconds{0.8}, rig_.audio.rate).value());
    for (std::size_t c = 0; c < recording.channels.size(); ++c) {
      const std::span<const float> sound{recording.channels[c]};
      const double noise = analysis::rms(sound.first(std::min(idle, sound.size())));
      report_.inputs.push_back({rig_.audio.inputs.at(c).name,
                                level_of_peak(std::max(analysis::peak(sound), 1e-20)),
                                level_of_rms(std::max(noise, 1e-20))});
    }
  }

  void read_loopback(const Recording& recording) {
    const auto channel = channel_index(rig_.audio.inputs, "loopback");
    if (!channel) return;
    const auto timing = analysis::track_timing(stimulus_, recording.channels.at(*channel),
                                               analysis::ChannelKind::Loopback);
    if (!timing) return;  // align_take says the same as a fault
    const double before =
        report_.loopback ? report_.loopback->delay_samples : timing->delay_samples;
    const double spread = report_.loopback ? report_.loopback->spread_samples : 0.0;
    report_.loopback = LoopbackReading{timing->delay_samples,
                                       timing->delay_sigma_samples,
                                       std::max({spread, std::abs(timing->delay_samples - before),
                                                 timing->worst_residual_samples}),
                                       timing->drift_ppm,
                                       timing->gain_db,
                                       timing->ac_corner_hz,
                                       timing->snr_db};
  }

  void read_offset(const Recording& recording) {
    const auto amp = analysis::track_timing(stimulus_, recording.channels.at(0),
                                            analysis::ChannelKind::Loopback);
    if (!amp || !report_.loopback) {
      throw SetupError(SetupKind::Device,
                       "the loopback offset cannot be measured: no marker on the " +
                           std::string(amp ? "loopback" : "first") + " input",
                       "put a cable (or a pass-through client) in the amp's place and connect the "
                       "loopback");
    }
    report_.loopback_offset_samples = amp->delay_samples - report_.loopback->delay_samples;
  }

  void show(SessionState state) {
    snapshot_.state = state;
    if (observer_) observer_(snapshot_);
  }
  void show_playing(const PortStatus& status) {
    snapshot_.meters = status.meters;
    snapshot_.take_position = static_cast<double>(status.frame.value()) /
                              static_cast<double>(frames_for(stimulus_).value());
    if (observer_) observer_(snapshot_);
  }

  const Rig& rig_;
  Bench& bench_;
  const PreflightWish& wish_;
  const SessionObserver& observer_;
  std::stop_token stop_;
  signals::Stimulus stimulus_;
  SessionSnapshot snapshot_;
  Expectations expected_{std::nullopt, rig_.calibration.loopback_gain_db, 0};
  PreflightReport report_;
};

}  // namespace

PreflightReport preflight(const Rig& rig, Bench& bench, const PreflightWish& wish,
                          const SessionObserver& observer, const std::stop_token& stop) {
  return Preflight{rig, bench, wish, observer, stop}.run();
}

Rig with_cable(Rig rig) {
  rig.load.kind = "none";
  rig.simulation.amp = "wire";
  rig.simulation.tone_stack = false;
  rig.simulation.load = "resistor";
  return rig;
}

Calibration calibration_from(const PreflightReport& report, const Calibration& before,
                             const std::string& date) {
  Calibration calibration = before;
  if (report.loopback_offset_samples) {
    calibration.loopback_offset_samples = report.loopback_offset_samples;
  }
  if (report.loopback) calibration.loopback_gain_db = report.loopback->gain_db;
  calibration.date = date;
  return calibration;
}

}  // namespace ampsweep::rig
