// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/warm_up_gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "analysis/tone.hpp"
#include "rig/capture/listen.hpp"
#include "rig/capture/motion_reach.hpp"
#include "rig/capture/move_knobs.hpp"
#include "rig/capture/play_take.hpp"
#include "signals/tone.hpp"

namespace ampsweep::rig {
namespace {

using namespace std::chrono_literals;

constexpr Hertz kToneHz{1000.0};
constexpr Seconds kSilentLead{0.1};
constexpr Seconds kTone{1.6};
constexpr Seconds kFade{0.02};
constexpr Seconds kReadFrom{0.6};  // of the recording: a latency of up to half a second
constexpr Seconds kRead{1.0};
constexpr Seconds kDecay{0.5};
constexpr auto kBetween = 5s;
constexpr int kUnreadableInARow = 3;
constexpr double kWindows[] = {30.0, 60.0, 120.0, 180.0};

signals::Stimulus warm_up_sound(SampleRate rate, DbFsPeak level) {
  const auto tone =
      signals::tone({kToneHz, samples(kTone, rate), samples(kFade, rate), level}, rate);
  signals::Stimulus sound;
  sound.rate = rate;
  sound.samples.assign(static_cast<std::size_t>(samples(kSilentLead, rate).value()), 0.0F);
  sound.samples.insert(sound.samples.end(), tone.begin(), tone.end());
  return sound;
}

analysis::Measured<analysis::ToneFigures> tone_of(const std::vector<float>& channel,
                                                  SampleRate rate) {
  const auto from = static_cast<std::size_t>(samples(kReadFrom, rate).value());
  const auto length = static_cast<std::size_t>(samples(kRead, rate).value());
  return analysis::measure_tone(std::span{channel}.subspan(from, length), rate,
                                {.fundamental = kToneHz});
}

double level_of(const analysis::ToneFigures& tone) {
  return tone.harmonics.front().level_dbfs_peak;
}

}  // namespace

SampleCount warm_up_frames(SampleRate rate) { return samples(kSilentLead + kTone + kDecay, rate); }

bool waits_for_warmth(const Rig& rig, const WarmUpPolicy& policy) {
  return policy.wait.value_or(rig.audio.api != AudioApi::Simulated && rig.load.kind != "none");
}

std::string to_string(const WarmUpEnd& end) {
  if (!end.unreadable.empty()) return "not read: " + end.unreadable;
  const double moved =
      end.readings.empty() ? 0.0 : end.readings.back().gain_db - end.readings.front().gain_db;
  std::string text =
      fmt::format("gain moved {:+.3f} dB in {:.1f} min", moved, end.took.value() / 60.0);
  if (end.last) text += fmt::format(", now {:+.4f} dB a minute", end.last->gain.per_min);
  return text + (end.steady ? ": steady" : ": NOT steady");
}

WarmUpGate::WarmUpGate(Bench& bench, const Rig& rig, const Plan& plan, DutyBudget& duty)
    : bench_(bench),
      rig_(rig),
      plan_(plan),
      duty_(duty),
      sound_(warm_up_sound(rig.audio.rate, plan.stimulus.sweep_level)) {}

Result<std::optional<WarmUpGate::Tone>> WarmUpGate::read(const std::stop_token& stop,
                                                         std::string& why) {
  const auto heard =
      listen({*bench_.audio, *bench_.clock, rig_, ++sounds_}, kListenLevel, plan_.reference, stop);
  if (!heard) return tl::unexpected(heard.error());
  if (auto answers = require_answer(rig_, plan_.reference, *heard); !answers) {
    return tl::unexpected(answers.error());
  }
  TakeRequest request;
  request.stimulus = sound_.samples;
  request.frames = warm_up_frames(rig_.audio.rate);
  request.take = ++sounds_;
  request.setting = plan_.reference;
  TapCorridor corridor;
  if (rig_.safety.tap_guard) {
    corridor = predict_tap(*heard, sound_, request.frames, Decibels{rig_.safety.tap_margin_db});
    request.tap = &corridor;
  }
  const auto before = bench_.clock->now();
  const PlayedTake played = play_take(*bench_.audio, *bench_.clock, request, stop);
  duty_.played(before, bench_.clock->now() - before);
  if (played.fault) return tl::unexpected(*played.fault);
  const auto amp = tone_of(played.recording->channels.front(), rig_.audio.rate);
  if (!amp) {
    why = amp.error().detail;
    return std::optional<Tone>{};
  }
  Tone tone{level_of(*amp), amp->thd.measured ? 20.0 * std::log10(amp->thd.f_ratio)
                                              : std::numeric_limits<double>::quiet_NaN()};
  if (const auto loopback = channel_index(rig_.audio.inputs, "loopback")) {
    const auto sent = tone_of(played.recording->channels.at(*loopback), rig_.audio.rate);
    if (sent) tone.gain_db -= level_of(*sent);
  }
  return std::optional<Tone>{tone};
}

bool WarmUpGate::steady(WarmUpEnd& end) const {
  analysis::StabilityLimits limits;
  limits.gain_db_per_min = plan_.policy.warm_up.gain_db_per_min;
  limits.thd_db_per_min = plan_.policy.warm_up.thd_db_per_min;
  for (const double window : kWindows) {
    limits.window = Seconds{window};
    auto verdict = analysis::warm_up(end.readings, limits);
    if (!verdict) continue;
    end.last = *std::move(verdict);
    if (end.last->stable) return true;
  }
  return false;
}

Result<WarmUpEnd> WarmUpGate::wait(const Progress& progress, const std::stop_token& stop) {
  WarmUpEnd end;
  if (auto moved = move_knobs(bench_, rig_, plan_.reference, stop); !moved) {
    return tl::unexpected(moved.error());
  }
  const auto began = bench_.clock->now();
  std::string why;
  std::chrono::nanoseconds pause{0};
  for (int unreadable = 0; unreadable < kUnreadableInARow; pause = kBetween) {
    const auto due = duty_.rest_due(bench_.clock->now());
    if (!bench_.clock->wait(std::max(due, pause), stop)) {
      return tl::unexpected(Fault{FaultCode::Stopped, "stopped while the amp warmed up"});
    }
    const Seconds at{seconds_of(bench_.clock->now() - began)};
    const auto tone = read(stop, why);
    if (!tone) return tl::unexpected(tone.error());
    end.took = at;
    if (*tone) {
      unreadable = 0;
      end.readings.push_back({at, (*tone)->gain_db, (*tone)->thd_db, 0.0});
      if (progress) progress(end.readings.back());
      end.steady = steady(end);
    } else {
      ++unreadable;
    }
    if (end.steady || at.value() > 60.0 * plan_.policy.warm_up.at_most_min) return end;
  }
  end.unreadable = why;
  return end;
}

}  // namespace ampsweep::rig
