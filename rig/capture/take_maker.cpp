// SPDX-License-Identifier: GPL-3.0-or-later
#include "rig/capture/take_maker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>

#include "rig/capture/amp_proof.hpp"
#include "rig/capture/fixed_delay.hpp"
#include "rig/capture/load_probe.hpp"
#include "rig/capture/motion_reach.hpp"
#include "rig/capture/move_knobs.hpp"
#include "rig/capture/polarity_watch.hpp"

namespace ampsweep::rig {

TakeMaker::TakeMaker(const SessionParts& parts, SessionLog& log, MakesRoom makes_room,
                     std::function<void(const Fault&)> ending, SettingVisits::TakeBack take_back,
                     std::stop_token stop)
    : parts_(parts),
      log_(log),
      stop_(std::move(stop)),
      context_{parts.rig,   parts.plan,   parts.stimulus,        frames_for(parts.stimulus),
               parts.bench, parts.writer, std::move(makes_room), std::move(ending)},
      visits_(parts, log, std::move(take_back), stop_),
      expected_(parts.expected),
      duty_(allowed_duty(parts.rig.load, parts.rig.safety)) {
  const Clock& clock = *parts.bench.clock;
  duty_.played_before(clock.now(), spells_of(parts.writer.dataset(), clock.utc()));
  if (!expected_.loopback_gain_db) {
    expected_.loopback_gain_db = parts.rig.calibration.loopback_gain_db;
  }
}

Result<void> TakeMaker::probe() {
  if (parts_.rig.load.kind == "none") return {};
  log_.show(SessionState::Probing);
  return probe_quietly(parts_.bench, parts_.rig, parts_.plan.reference, stop_);
}

Result<std::optional<WarmUpEnd>> TakeMaker::warm_up() {
  if (!waits_for_warmth(parts_.rig, parts_.plan.policy.warm_up)) return std::nullopt;
  log_.show_idle(SessionState::WarmingUp, *parts_.bench.audio);
  visits_.moved_away();
  std::optional<analysis::ReferenceReading> first;
  WarmUpGate gate{parts_.bench, parts_.rig, parts_.plan, duty_};
  auto ended = gate.wait(
      [&](const analysis::ReferenceReading& reading) {
        if (!first) first = reading;
        log_.now.setting = fmt::format("{:.1f} min, gain {:+.3f} dB", reading.at.value() / 60.0,
                                       reading.gain_db - first->gain_db);
        log_.show_idle(SessionState::WarmingUp, *parts_.bench.audio);
      },
      stop_);
  if (!ended) return tl::unexpected(ended.error());
  log_.note("warm_up", "warm-up: " + to_string(*ended));
  return std::optional{*std::move(ended)};
}

void TakeMaker::rest() {
  const auto due = duty_.rest_due(parts_.bench.clock->now());
  if (due.count() <= 0) return;
  // In slices, so that the levels between takes stay live.
  constexpr std::chrono::nanoseconds kSlice{250'000'000};
  for (auto left = due; left.count() > 0; left -= kSlice) {
    log_.show_idle(SessionState::Resting, *parts_.bench.audio);
    if (!parts_.bench.clock->wait(std::min(left, kSlice), stop_)) return;
  }
}

Result<Outcome> TakeMaker::attempt(const PlannedTake& take, int epoch) {
  log_.show_idle(SessionState::Moving, *parts_.bench.audio);
  if (auto proven = visits_.prove_if_due(); !proven) return tl::unexpected(proven.error());
  if (auto known = know_fixed_delay(); !known) return tl::unexpected(known.error());
  const auto reach = hear_reach(parts_.bench, parts_.rig, take, stop_);
  if (!reach) return tl::unexpected(reach.error());
  auto heard = visits_.go_to(take);
  if (!heard) return tl::unexpected(heard.error());

  AttemptPlan plan{take,
                   blurred(std::move(heard->labels), parts_.rig, take,
                           seconds(parts_.stimulus.length(), parts_.stimulus.rate)),
                   epoch,
                   {},
                   {parts_.rig.calibration.loopback_offset_samples.value_or(0.0), fixed_delay_},
                   std::move(heard->print),
                   std::move(heard->warnings),
                   tap_bands(heard->tap, parts_.rig.audio.rate, kKeptClearDb)};
  if (parts_.rig.safety.tap_guard) {
    plan.tap = corridor(heard->tap);
    for (const TapReading& there : *reach) plan.tap = united(std::move(plan.tap), corridor(there));
  }
  expected_.polarity_here = polarity_at(parts_.writer.dataset(), take);
  log_.now.attempt = parts_.writer.next_attempt(take.id);
  log_.show(SessionState::Playing);
  const auto before = parts_.bench.clock->now();
  auto outcome = attempt_take(
      context_, plan, expected_,
      [this](const PortStatus& status) { log_.show_playing(status, context_.frames); }, stop_);
  duty_.played(before, parts_.bench.clock->now() - before);
  if (take.motion) come_back(take);
  return outcome;
}

/// Without a loopback one delay serves the whole epoch. Moves the knobs.
Result<void> TakeMaker::know_fixed_delay() {
  if (fixed_delay_ || channel_index(parts_.rig.audio.inputs, "loopback")) return {};
  const auto delay = measure_fixed_delay(parts_.bench, parts_.rig, parts_.plan, stop_);
  if (!delay) return tl::unexpected(delay.error());
  fixed_delay_ = *delay;
  visits_.moved_away();
  log_.note("fixed_delay",
            fmt::format("no loopback: {} samples, first arrival at {}", *fixed_delay_,
                        describe(parts_.rig.knobs, cleanest_setting(parts_.rig, parts_.plan))));
  return {};
}

TapCorridor TakeMaker::corridor(const TapReading& reading) const {
  return predict_tap(reading, parts_.stimulus, context_.frames,
                     Decibels{parts_.rig.safety.tap_margin_db});
}

/// A knob that moved returns to where its take began. What keeps it from that shows at the next
/// take's move.
void TakeMaker::come_back(const PlannedTake& take) {
  visits_.moved_away();
  if (stop_.stop_requested()) return;
  log_.show_idle(SessionState::Moving, *parts_.bench.audio);
  const auto back = move_knobs(parts_.bench, parts_.rig, take.setting, stop_);
  if (!back) log_.note("knob", "after the take: " + back.error().detail);
}

void TakeMaker::stream_opened() {
  expected_.epoch_delay_samples.reset();
  fixed_delay_.reset();
  visits_.stream_opened();
}

}  // namespace ampsweep::rig
