// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/knob_ear.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <vector>

#include "analysis/fingerprint.hpp"
#include "analysis/impulse_response.hpp"
#include "rig/capture/play_take.hpp"
#include "signals/fingerprint.hpp"

namespace ampsweep::rig {
namespace {

signals::FingerprintSpec quiet_spec(SampleRate rate) {
  return signals::fingerprint_spec({kListenLevel}, rate);
}

/// Shorter silences: the latency is known by now.
signals::FingerprintSpec loud_spec(SampleRate rate) {
  auto spec = signals::fingerprint_spec({std::begin(kLoudLevels), std::end(kLoudLevels)}, rate);
  spec.lead = samples(Seconds{0.05}, rate);
  spec.tail = samples(Seconds{0.3}, rate);
  return spec;
}

KnobPrint print_of(const analysis::Fingerprint& read) {
  return {.level_db = read.level_db, .sigma_db = read.sigma_db};
}

bool agree(const analysis::Fingerprint& a, const analysis::Fingerprint& b) {
  return analysis::distance(a, b, 0.0).worst_db <= kSettledDb;
}

}  // namespace

SampleCount knob_ear_frames(SampleRate rate) {
  return std::max(recorded_length(quiet_spec(rate)), recorded_length(loud_spec(rate)));
}

Result<TapReading> KnobEar::quiet(const Setting& setting, const std::stop_token& stop) {
  const Listener listener{*bench_.audio, *bench_.clock, rig_, ++sounds_};
  auto reading = listen(listener, kListenLevel, setting, stop);
  if (reading && !arrival_ && amp_answers(*reading)) {
    arrival_ = analysis::first_arrival(reading->response);
  }
  return reading;
}

Result<KnobEar::Heard> KnobEar::hear(const Setting& setting, bool moved,
                                     const std::stop_token& stop) {
  const SampleRate rate = rig_.audio.rate;
  const auto began = bench_.clock->now();
  auto tap = quiet(setting, stop);
  if (!tap) return tl::unexpected(tap.error());
  const auto read = [&](const TapReading& reading) {
    return analysis::read_fingerprint(quiet_spec(rate), rate, reading.recorded,
                                      arrival_.value_or(SampleCount{0}));
  };
  auto print = read(*tap);
  bool settled = !moved;
  double settle_s = 0.0;
  while (!settled && seconds_of(bench_.clock->now() - began) < timeout_.value()) {
    settle_s = seconds_of(bench_.clock->now() - began);  // where the next one starts
    auto again = quiet(setting, stop);
    if (!again) return tl::unexpected(again.error());
    auto next = read(*again);
    settled = agree(print, next);
    print = std::move(next);
    tap = std::move(again);
  }
  Heard heard{*std::move(tap), std::nullopt};
  if (!amp_answers(heard.tap)) return heard;
  KnobPrint made = print_of(print);
  made.settled = settled;
  made.settle_s = settle_s;
  if (auto added = add_loud(setting, heard.tap, made, stop); !added) {
    return tl::unexpected(added.error());
  }
  heard.print = std::move(made);
  return heard;
}

Result<void> KnobEar::add_loud(const Setting& setting, const TapReading& tap, KnobPrint& print,
                               const std::stop_token& stop) {
  const SampleRate rate = rig_.audio.rate;
  const Decibels send = rig_.levels.amp_send_gain;
  auto spec = loud_spec(rate);
  for (DbFsPeak& level : spec.levels) level = std::min(level, rig_.safety.output_ceiling + send);
  signals::Stimulus sound;
  sound.rate = rate;
  sound.samples = signals::fingerprint(spec, rate, send);
  TakeRequest request;
  request.stimulus = sound.samples;
  request.frames = recorded_length(spec);
  request.take = ++sounds_;
  request.attempt = 0;
  request.setting = setting;
  TapCorridor corridor;
  if (rig_.safety.tap_guard) {
    corridor = predict_tap(tap, sound, request.frames, Decibels{rig_.safety.tap_margin_db});
    request.tap = &corridor;
  }
  const PlayedTake played = play_take(*bench_.audio, *bench_.clock, request, stop);
  if (played.fault) return tl::unexpected(*played.fault);
  const auto read = analysis::read_fingerprint(spec, rate, played.recording->channels.at(0),
                                               arrival_.value_or(SampleCount{0}));
  print.level_db.insert(print.level_db.end(), read.level_db.begin(), read.level_db.end());
  print.sigma_db.insert(print.sigma_db.end(), read.sigma_db.begin(), read.sigma_db.end());
  return {};
}

}  // namespace ampsweep::rig
